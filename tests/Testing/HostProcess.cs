using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace AgentTrader.Testing;

/// <summary>
/// The functions as a process of their own, as <c>./run</c> starts them: over a given Azurite, on a free port. It can be
/// killed at any instant and started again on the same storage.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> log = new();

    private HostProcess(Process process, int port)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
    }

    /// <summary>Speaks to this host; paths are relative, such as <c>api/v1/health</c>.</summary>
    public HttpClient Http { get; }

    /// <summary>Signs the access tokens of the hosts that tests start, so that a test can make any user's.</summary>
    public static string SigningKey => "a signing key for tests, long enough to be one";

    /// <summary>The token by which a test speaks as another system.</summary>
    public static string ServiceToken => "a service token for tests";

    /// <summary>By which the emulated Slack signs, so that a test can do as Slack does, and as others try to.</summary>
    public static string SlackSigningSecret => "a Slack signing secret for tests";

    /// <summary>What the host has printed so far.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>The same line by line: days of it are more than one text holds.</summary>
    public IReadOnlyCollection<string> LogLines => log;

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    /// <summary>Starts a host and returns when it is ready.</summary>
    /// <param name="storage">Azurite's connection string.</param>
    /// <param name="instance">The instance's name; hosts of one name share its work.</param>
    /// <param name="settings">Settings beside, or in place of, those of a demo with a synthetic market.</param>
    public static async Task<HostProcess> StartAsync(
        string storage,
        string instance,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        var host = Launch(storage, instance, settings);
        try
        {
            await host.WaitUntilReadyAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host and returns at once.</summary>
    public static HostProcess Launch(
        string storage,
        string instance,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        var port = Azurite.FreePorts(1)[0];
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "AgentTrader.Functions.dll")]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (
            var (name, value) in DefaultSettings(storage, instance, port)
                .Concat(settings ?? new Dictionary<string, string>())
        )
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started."), port);
    }

    /// <summary>Waits for <c>/api/v1/ready</c> to answer 200.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The host ended with exit code {process.ExitCode}:\n{Log}");
            }

            try
            {
                using var response = await Http.GetAsync("api/v1/ready", deadline.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException)
            {
                throw new InvalidOperationException($"The host was not ready within a minute:\n{Log}");
            }

            await Task.Delay(25, CancellationToken.None);
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code once it has drained.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits for the process to end by itself, and says with which exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        Http.Dispose();
    }

    /// <summary>The settings of a demo with a synthetic market, as environment variables.</summary>
    public static Dictionary<string, string> DefaultSettings(string storage, string instance, int port) =>
        new()
        {
            ["AzureWebJobsStorage"] = storage,
            ["ServiceBus"] =
                "Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=local;UseDevelopmentEmulator=true;",
            ["SignalR"] = $"Endpoint=http://localhost:{port};AccessKey={SigningKey};Version=1.0;",
            ["Email"] =
                $"endpoint=http://localhost:{port}/emulator/email;accesskey={Convert.ToBase64String("a mail key for tests"u8)}",
            ["Emulator__Urls"] = $"http://localhost:{port}",
            ["PublicUrl"] = $"http://localhost:{port}",
            ["Slack__BaseUrl"] = $"http://localhost:{port}/emulator/slack/api",
            ["Slack__BotToken"] = "xoxb-a-bot-token-for-tests",
            ["Slack__SigningSecret"] = SlackSigningSecret,
            ["Slack__UrgentChannel"] = "#trade-urgent",
            ["Demo__SlackUsers"] =
                "approver@demo.local=U00APPROVER;admin@demo.local=U00ADMIN;trader@demo.local=U00TRADER",
            ["Emulator__FunctionKey"] = "a function key for tests",
            ["InstanceName"] = instance,
            ["TaskHubName"] = instance,
            ["AzureFunctionsWebHost__hostid"] = instance,
            ["Jwt__SigningKey"] = SigningKey,
            ["ServiceToken"] = ServiceToken,
            ["Demo__Enabled"] = "true",
            ["Market__Source"] = "synthetic",
            ["Market__Simulated"] = "true",
            ["Market__Speed"] = "1",
            ["Market__From"] = "2025-03-03",
            ["Market__Seed"] = "1",
            ["DecisionLoopSchedule"] = "* * * * * *",
            ["StopCheckSchedule"] = "* * * * * *",
        };

    /// <summary>Settings with which the host kills itself in the midst of a storage call.</summary>
    /// <param name="when"><c>before</c> the call is sent, or <c>after</c> its answer has come.</param>
    /// <param name="number">The how manieth call that fits.</param>
    /// <param name="call">A regular expression for "METHOD path", a line break, and the call's body.</param>
    public static Dictionary<string, string> DeathAt(string when, int number, string call) =>
        new()
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.Setting] = string.Create(CultureInfo.InvariantCulture, $"{when} {number} {call}"),
        };

    private void Keep(string? line)
    {
        if (line is not null)
        {
            log.Enqueue(line);
        }
    }
}
