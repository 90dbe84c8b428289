using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>A host of its own over an Azurite of its own, and its users.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    public const string Instance = "bench";
    private readonly Azurite azurite;
    private readonly HttpClient http;

    private BenchHost(Azurite azurite, HostProcess process)
    {
        this.azurite = azurite;
        Process = process;
        http = Desk.Connect(process);
    }

    public HostProcess Process { get; }

    public string Storage => azurite.ConnectionString;

    /// <summary>Starts a host whose decision loop runs once a minute, or as the settings say.</summary>
    public static async Task<BenchHost> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var azurite = await Azurite.StartAsync();
        try
        {
            // A loop that runs each second would compete with what is measured.
            var all = new Dictionary<string, string> { ["DecisionLoopSchedule"] = "0 * * * * *" };
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            {
                all[name] = value;
            }

            return new BenchHost(azurite, await HostProcess.StartAsync(azurite.ConnectionString, Instance, all));
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>A user of a role; the same name is the same user.</summary>
    public Desk User(Roles role, string name = "") => new(http, Instance, role, name);

    /// <summary>Waits until the host has handled every message.</summary>
    public Task UntilIdleAsync() => Queues.UntilEmptyAsync(Storage);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Process.DisposeAsync();
        await azurite.DisposeAsync();
    }
}
