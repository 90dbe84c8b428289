using System.Net;
using System.Text;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private readonly Recorder recorder = new();
    private FunctionApp app = null!;

    public async ValueTask InitializeAsync() => app = await StartAsync([]);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Answers_with_camel_case_kept_nulls_and_numeric_enums() =>
        Assert.Equal(
            (HttpStatusCode.OK, """{"name":"Ada","side":1,"nothing":null,"method":"GET"}"""),
            await GetAsync("/api/hello/Ada")
        );

    [Fact]
    public async Task Routes_a_function_without_a_template_by_its_name_and_for_every_method()
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Patch])
        {
            var answer = await app.Http.SendAsync(new HttpRequestMessage(method, "/api/unrouted"));
            Assert.Equal(method.Method, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("POST", "/api/hello/Ada")]
    [InlineData("OPTIONS", "/api/hello/Ada")]
    [InlineData("HEAD", "/api/hello/Ada")]
    [InlineData("POST", "/api/numbers/7")]
    [InlineData("POST", "/hello/Ada")]
    public async Task A_method_that_no_function_answers_is_404(string method, string path)
    {
        var answer = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/numbers/seven")]
    [InlineData("/api/numbers/0")]
    [InlineData("/numbers/7")]
    public async Task A_route_whose_constraint_fails_is_not_the_functions(string path)
    {
        await using var bare = await StartAsync([], functions: typeof(OnlyNumbers));
        Assert.Equal(HttpStatusCode.NotFound, (await bare.Http.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bare.Http.GetAsync("/api/numbers/7")).StatusCode);
    }

    [Fact]
    public async Task Binds_route_and_query_values_by_parameter_name() =>
        Assert.Equal(
            (HttpStatusCode.OK, "GET 7 1.25 6f9619ff-8b86-d011-b42d-00c04fc964ff False"),
            await GetAsync("/api/numbers/7?factor=1.25&ID=6F9619FF-8B86-D011-B42D-00C04FC964FF&exact=false")
        );

    [Fact]
    public async Task Leaves_absent_values_null_or_at_their_default() =>
        Assert.Equal((HttpStatusCode.OK, "GET 7   True"), await GetAsync("/api/numbers/7"));

    [Theory]
    [InlineData("/api/required")]
    [InlineData("/api/required?number=many")]
    [InlineData("/api/numbers/7?factor=x")]
    public async Task A_value_that_cannot_be_bound_is_500(string path) =>
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await GetAsync(path));

    [Theory]
    [InlineData("text", HttpStatusCode.OK, "")]
    [InlineData("poco", HttpStatusCode.OK, "")]
    [InlineData("null", HttpStatusCode.OK, "")]
    [InlineData("void", HttpStatusCode.OK, "")]
    [InlineData("result", HttpStatusCode.Accepted, """{"method":"GET"}""")]
    [InlineData("marked", HttpStatusCode.NonAuthoritativeInformation, "GET")]
    [InlineData("written", (HttpStatusCode)418, "short and stout")]
    [InlineData("valuetask", HttpStatusCode.OK, "GET")]
    public async Task Makes_a_response_of_results_it_knows_and_an_empty_200_of_others(
        string result,
        HttpStatusCode status,
        string body
    ) => Assert.Equal((status, body), await GetAsync("/api/results/" + result));

    [Fact]
    public async Task The_workers_own_response_writes_pascal_case()
    {
        var answer = await app.Http.PostAsync("/api/results/workertypes?q=seen", new StringContent("AAPL"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"Symbol":"AAPL","Quantity":1,"Side":1}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("seen", answer.Headers.GetValues("x-seen").Single());
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("""{"symbol":"AAPL","quantity":3,"side":1}""")]
    [InlineData("""{"SYMBOL":"AAPL","Quantity":"3","side":1}""")]
    public async Task Reads_a_body_in_any_case_and_numbers_in_strings(string json) =>
        Assert.Equal(
            (HttpStatusCode.OK, "POST Order { Symbol = AAPL, Quantity = 3, Side = Sell }"),
            await PostAsync("/api/body", json)
        );

    [Theory]
    [InlineData("""{"symbol":""", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("""{"symbol":"AAPL","side":"sell"}""", "application/json")]
    [InlineData("""{"symbol":"AAPL"}""", "text/plain")]
    public async Task A_body_that_cannot_be_bound_is_500_not_400(string body, string contentType) =>
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await PostAsync("/api/body", body, contentType));

    [Fact]
    public async Task A_class_as_the_trigger_parameter_is_null() =>
        Assert.Equal((HttpStatusCode.OK, "null"), await PostAsync("/api/triggerpoco", """{"symbol":"AAPL"}"""));

    [Fact]
    public async Task An_exception_is_an_empty_500_and_logged_once_with_the_function_and_the_invocation()
    {
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await GetAsync("/api/throws"));
        var (_, text, error) = Assert.Single(app.Logs.Entries, entry => entry.Error is not null);
        Assert.Matches("^Function 'Throws', Invocation id '[0-9a-f-]{36}': An exception was thrown", text);
        Assert.Equal("secret of GET", error!.Message);
    }

    [Theory]
    [InlineData(null, "?code=right", HttpStatusCode.OK)]
    [InlineData("right", "", HttpStatusCode.OK)]
    [InlineData("wrong", "?code=right", HttpStatusCode.Unauthorized)]
    [InlineData(null, "?code=RIGHT", HttpStatusCode.Unauthorized)]
    [InlineData(null, "", HttpStatusCode.Unauthorized)]
    public async Task Level_Function_asks_for_the_key(string? header, string query, HttpStatusCode status)
    {
        await using var keyed = await StartAsync(new() { ["Emulator:FunctionKey"] = "right" });
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/guarded" + query);
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        Assert.Equal(status, (await keyed.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=")]
    public async Task Level_Function_lets_nobody_in_when_no_key_is_set(string query) =>
        Assert.Equal((HttpStatusCode.Unauthorized, ""), await GetAsync("/api/guarded" + query));

    [Theory]
    [InlineData("/v2/hello/Ada", """{"name":"Ada","side":1,"nothing":null,"method":"GET"}""")]
    [InlineData("/v2/elsewhere", "GET page 'elsewhere'")]
    public async Task Takes_the_route_prefix_from_host_json(string path, string body)
    {
        await using var prefixed = await StartAsync(Prefix("v2"));
        Assert.Equal(body, await prefixed.Http.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await prefixed.Http.GetAsync("/api/hello/Ada")).StatusCode);
    }

    [Theory]
    [InlineData("/", "GET page ''")]
    [InlineData("/index.html", "GET page 'index.html'")]
    [InlineData("/assets/a/b.js", "GET page 'assets/a/b.js'")]
    [InlineData("/hello/Ada", """{"name":"Ada","side":1,"nothing":null,"method":"GET"}""")]
    [InlineData("/numbers/7", "GET 7   True")]
    [InlineData("/numbers/seven", "GET page 'numbers/seven'")]
    [InlineData("/body", "GET page 'body'")]
    public async Task A_catch_all_gets_only_what_no_other_route_takes(string path, string body)
    {
        await using var unprefixed = await StartAsync(Prefix(""));
        Assert.Equal(body, await unprefixed.Http.GetStringAsync(path));
    }

    [Fact]
    public async Task A_request_under_way_is_finished_when_the_host_stops_and_none_is_taken_after()
    {
        var gate = new TaskCompletionSource();
        var own = new Recorder();
        await using var slow = await FunctionApp.StartAsync(
            new FunctionTypes(typeof(SlowFunction)),
            configure: builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(own).AddSingleton(gate);
            }
        );
        var first = slow.Http.GetAsync("/api/slow");
        Assert.Equal("started", await own.NextAsync());
        var stopping = slow.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await slow.Http.GetAsync("/api/slow")).StatusCode);
        gate.SetResult();
        Assert.Equal("done", await (await first).Content.ReadAsStringAsync());
        await stopping;
    }

    [Fact]
    public async Task A_run_that_outlasts_the_drain_is_cancelled()
    {
        var own = new Recorder();
        await using var slow = await FunctionApp.StartAsync(
            new FunctionTypes(typeof(SlowFunction)),
            new Dictionary<string, string?> { ["Emulator:DrainSeconds"] = "0.2" },
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(own).AddSingleton(new TaskCompletionSource());
            }
        );
        var request = slow.Http.GetAsync("/api/slow");
        Assert.Equal("started", await own.NextAsync());
        await slow.StopAsync();
        Assert.Equal("cancelled", await own.NextAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, (await request).StatusCode);
    }

    private static Dictionary<string, string?> Prefix(string prefix) =>
        new() { ["AzureFunctionsJobHost:extensions:http:routePrefix"] = prefix };

    private Task<FunctionApp> StartAsync(Dictionary<string, string?> settings, Type? functions = null) =>
        FunctionApp.StartAsync(
            new FunctionTypes(functions ?? typeof(HttpFunctions)),
            settings,
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(recorder);
            }
        );

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        var answer = await app.Http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(
        string path,
        string body,
        string contentType = "application/json"
    )
    {
        var answer = await app.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, contentType));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
