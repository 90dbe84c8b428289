using System.Net;
using System.Net.Sockets;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class HostStartTests
{
    [Theory]
    [InlineData(typeof(SameNames), "Two functions are called 'one'")]
    [InlineData(
        typeof(TwoTriggers),
        "The function 'Two' (AgentTrader.Emulator.Tests.Worker.HostStartTests+TwoTriggers.Run) has two triggers"
    )]
    [InlineData(typeof(NoTrigger), "has no trigger")]
    [InlineData(typeof(TwoBindings), "binds its parameter 'request' twice")]
    [InlineData(typeof(UnknownTrigger), "has a trigger that no extension of the host knows: StrangeTriggerAttribute")]
    [InlineData(typeof(UnknownInput), "a parameter 'input' that no extension of the host binds: StrangeInputAttribute")]
    [InlineData(typeof(BadRoute), "The route 'a/{b' of the function 'Bad' is not valid")]
    public async Task Refuses_functions_that_cannot_run_and_names_them(Type functions, string sentence)
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() =>
            FunctionApp.StartAsync(new FunctionTypes(functions))
        );
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_http_functions_in_an_app_without_the_web_application()
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() =>
            FunctionApp.StartAsync(new FunctionTypes(typeof(OnlyNumbers)), configure: _ => { })
        );
        Assert.Contains("call ConfigureFunctionsWebApplication()", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://192.168.1.4:7071")]
    [InlineData("http://*:7071")]
    [InlineData("https://127.0.0.1:7071")]
    [InlineData("http://127.0.0.1:0;http://example.com")]
    [InlineData("7071")]
    public async Task Listens_on_the_loopback_only(string url)
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() => StartAsync(url));
        Assert.Contains("the loopback only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_setting_is_missing()
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() =>
            FunctionApp.StartAsync(new FunctionTypes(typeof(QueueFunctionTests.Texts)))
        );
        Assert.Contains(
            "The connection string 'AzureWebJobsStorage' is missing",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("batchSize", "33", "between 1 and 32")]
    [InlineData("maxDequeueCount", "0", "1 or more")]
    [InlineData("maxPollingInterval", "00:00:00.05", "100 ms or more")]
    public async Task Refuses_queue_settings_out_of_range(string name, string value, string range)
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["QueueName"] = "never-opened",
            ["AzureFunctionsJobHost:extensions:queues:" + name] = value,
        };
        var error = await Assert.ThrowsAsync<HostStartException>(() =>
            FunctionApp.StartAsync(new FunctionTypes(typeof(QueueFunctionTests.Texts)), settings)
        );
        Assert.Contains($"extensions.queues.{name} must be {range}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_fails_the_start()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        await Assert.ThrowsAsync<IOException>(() =>
            StartAsync($"http://127.0.0.1:{((IPEndPoint)holder.LocalEndpoint).Port}")
        );
    }

    [Fact]
    public async Task Says_at_start_what_runs_and_where()
    {
        await using var app = await StartAsync("http://localhost:" + Azurite.FreePorts(1)[0]);
        Assert.Contains(app.Logs.Entries, entry => entry.Text == "Function Number: httpTrigger");
        Assert.Contains(
            app.Logs.Entries,
            entry => entry.Text.StartsWith("1 functions run on http://localhost:", StringComparison.Ordinal)
        );
    }

    private static Task<FunctionApp> StartAsync(string url) =>
        FunctionApp.StartAsync(
            new FunctionTypes(typeof(OnlyNumbers)),
            new Dictionary<string, string?> { ["Emulator:Urls"] = url }
        );

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class StrangeTriggerAttribute : TriggerBindingAttribute { }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class StrangeInputAttribute : InputBindingAttribute { }

    public static class SameNames
    {
        [Function("One")]
        public static void First([HttpTrigger] HttpRequest request) => request.Headers.Clear();

        [Function("one")]
        public static void Second([HttpTrigger] HttpRequest request) => request.Headers.Clear();
    }

    public static class TwoTriggers
    {
        [Function("Two")]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("* * * * *")] TimerInfo timer) =>
            request.Headers.Append("x", $"{timer.IsPastDue}");
    }

    public static class NoTrigger
    {
        [Function("None")]
        public static void Run(HttpRequest request) => request.Headers.Clear();
    }

    public static class TwoBindings
    {
        [Function("Twice")]
        public static void Run([HttpTrigger, StrangeInput] HttpRequest request) => request.Headers.Clear();
    }

    public static class UnknownTrigger
    {
        [Function("Strange")]
        public static void Run([StrangeTrigger] string text) => ArgumentNullException.ThrowIfNull(text);
    }

    public static class UnknownInput
    {
        [Function("Strange")]
        public static void Run([HttpTrigger] HttpRequest request, [StrangeInput] string input) =>
            request.Headers.Append("x", input);
    }

    public static class BadRoute
    {
        [Function("Bad")]
        public static void Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{b")] HttpRequest request) =>
            request.Headers.Clear();
    }
}
