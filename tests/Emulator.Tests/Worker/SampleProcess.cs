using System.Diagnostics;
using System.Threading.Channels;
using AgentTrader.Testing;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>tests/SampleApp as a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    private SampleProcess(Process process, string url)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = new Uri(url) };
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "");
        process.BeginOutputReadLine();
    }

    public HttpClient Http { get; }

    public static SampleProcess Start(string storage, string queueName, string url)
    {
        // The same configuration as the tests': bin/<configuration>/net10.0.
        var output = Path.GetRelativePath(
            Path.Combine(Azurite.RepositoryRoot, "tests/Emulator.Tests"),
            AppContext.BaseDirectory
        );
        var dll = Path.Combine(Azurite.RepositoryRoot, "tests/SampleApp", output, "AgentTrader.SampleApp.dll");
        var start = new ProcessStartInfo("dotnet", [dll])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Emulator__Urls"] = url,
                ["AzureWebJobsStorage"] = storage,
                ["QueueName"] = queueName,
            },
        };
        return new SampleProcess(Process.Start(start)!, url);
    }

    /// <summary>Waits for a line that contains the text, a minute at most.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var line = await lines.Reader.ReadAsync(deadline.Token);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <summary>Sends SIGTERM, as a service manager or Ctrl-C's sibling would.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Kill() => process.Kill();

    /// <summary>The exit code and what was written to the error stream.</summary>
    public async Task<(int Code, string Error)> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, error);
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
