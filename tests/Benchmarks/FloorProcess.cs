using System.Diagnostics;
using System.Globalization;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>A running <see cref="FloorApp"/>.</summary>
internal sealed class FloorProcess : IAsyncDisposable
{
    private readonly Process process;

    private FloorProcess(Process process, int port)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
    }

    public HttpClient Http { get; }

    /// <summary>Starts the app on an Azurite, by the rows of an instance, and returns when it answers.</summary>
    public static async Task<FloorProcess> StartAsync(string storage, string instance)
    {
        var port = Azurite.FreePorts(1)[0];
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(FloorProcess).Assembly.Location, "floor", port.ToString(CultureInfo.InvariantCulture)]
        );
        foreach (var (name, value) in HostProcess.DefaultSettings(storage, instance, port))
        {
            start.Environment[name] = value;
        }

        var floor = new FloorProcess(
            Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started."),
            port
        );
        await Eventually.GetAsync(floor.AnswersAsync, answers => answers);
        return floor;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync("ready");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Http.Dispose();
    }
}
