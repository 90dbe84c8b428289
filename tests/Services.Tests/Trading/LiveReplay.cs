using System.Globalization;
using System.Text.Json;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Simulation;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Backtests;
using AgentTrader.Services.Trading.Control;
using AgentTrader.Services.Trading.Signals;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Trading;

/// <summary>
/// One agent driven by the live driver, from its wake-up to the stored book: the real services over tables and queues in
/// memory. The wall clock is the market's.
/// </summary>
internal sealed class LiveReplay : IDisposable
{
    private readonly ManualTimeProvider clock;
    private readonly InstanceStorage storage;
    private readonly SimulatedHost host;
    private readonly Queue<SimulatedMessage> messages = new();
    private int operations;

    private LiveReplay(IMarketData market, DateTimeOffset start)
    {
        clock = new ManualTimeProvider(start);
        var cloud = new MemoryCloud(clock) { Sent = (queue, body, _) => messages.Enqueue(new(queue, body)) };
        storage = new InstanceStorage(cloud.Tables, cloud.Queues, "sim");
        host = new SimulatedHost(cloud, storage, new MemoryOrchestrations(cloud), clock, market);
    }

    /// <summary>Who owns the agent.</summary>
    public const string OwnerId = "usr_trader";

    public string AgentId { get; private set; } = "";

    /// <summary>The engine's settings in force.</summary>
    public EngineConfig Config { get; private set; } = EngineConfig.Default;

    /// <summary>An instance that begins at an instant with one active agent.</summary>
    public static async Task<LiveReplay> StartAsync(
        IMarketData market,
        DateTimeOffset start,
        CreateAgentRequest request,
        IReadOnlyDictionary<string, JsonElement> settings,
        CancellationToken cancellationToken
    )
    {
        var live = new LiveReplay(market, start);
        // It has agreed on when the instance began; its reports to other hosts would be millions.
        await live.host.Get<MarketClock>().StopAsync(cancellationToken);
        var caller = new Caller(
            OwnerId,
            "trader@demo.local",
            "Trader",
            Roles.Trader,
            new Operation(start, "create"),
            new Origin("127.0.0.1", "replay", "cor")
        );
        var agents = live.host.Get<AgentService>();
        live.AgentId = (await agents.CreateAsync(caller, request, cancellationToken)).AgentId;
        live.Config = (
            await live.host.Get<EngineConfigs>().SetAsync(caller, live.AgentId, settings, cancellationToken)
        ).Config;
        await agents.ActivateAsync(caller, live.AgentId, cancellationToken);
        live.messages.Clear();
        return live;
    }

    /// <summary>What agents have been told from outside, as a backtest reads it.</summary>
    public Task<PastSignals> PastAsync(DateTimeOffset from, DateTimeOffset to) =>
        host.Get<SignalHistory>().BetweenAsync(from, to, CancellationToken.None);

    /// <summary>Recommends something at an instant; a trader does so to that trader's agents.</summary>
    public Task RecommendAsync(DateTimeOffset at, SubmitRecommendationRequest request, Roles role, string userId) =>
        host.Get<RecommendationService>().SubmitAsync(CallerAt(at, role, userId), request, CancellationToken.None);

    /// <summary>Reports an event at an instant; the next step comes soon enough.</summary>
    public async Task ReportAsync(DateTimeOffset at, ReportMacroEventRequest request)
    {
        await host.Get<MacroEvents>()
            .ReportAsync(CallerAt(at, Roles.Admin, "usr_admin"), request, CancellationToken.None);
        messages.Clear();
    }

    /// <summary>Enters a day of earnings at an instant.</summary>
    public Task EnterEarningsAsync(DateTimeOffset at, string symbol, DateOnly date) =>
        host.Get<EarningsEntries>()
            .EnterAsync(
                CallerAt(at, Roles.Admin, "usr_admin"),
                symbol,
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                CancellationToken.None
            );

    /// <summary>The settings as the engine gets them.</summary>
    public async Task<AgentSettings> SettingsAsync() => (await StoredAsync()).Record.Settings;

    /// <summary>Lets the agent decide at an instant, and carries out what it orders.</summary>
    public async Task StepAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        clock.Advance(at - clock.GetUtcNow());
        await host.Get<AgentCycles>().RunAsync(new AgentCycleMessage(AgentId, at), cancellationToken);
        while (messages.TryDequeue(out var message))
        {
            // What is told on the topic goes to people.
            if (message.Queue is not null)
            {
                await host.HandleAsync(message);
            }
        }
    }

    private Caller CallerAt(DateTimeOffset at, Roles role, string userId)
    {
        clock.Advance(at - clock.GetUtcNow());
        return new Caller(
            userId,
            "a@demo.local",
            "A",
            role,
            new Operation(at, $"{role}|{++operations}"),
            new Origin("127.0.0.1", "replay", "cor")
        );
    }

    /// <summary>The agent as it lies in storage.</summary>
    public async Task<StoredAgent> StoredAsync() =>
        (await StoredInstance.ReadAsync(storage, clock)).Agents.Single(agent => agent.Record.AgentId == AgentId);

    public void Dispose() => host.Dispose();
}
