using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using DecisionResponse = AgentTrader.Services.Oversight.DecisionResponse;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>One agent, one trade that waits for a person, and a process that may be replaced by another at any time.</summary>
internal sealed class ApprovalScene : IAsyncDisposable
{
    public const long Shares = 4;

    /// <summary>A share that moves more than usual when the scene begins, so that every trigger can fire.</summary>
    public const string Symbol = "CAT";

    private static readonly DateTimeOffset Start = new(2025, 3, 4, 15, 30, 0, TimeSpan.Zero);

    private static readonly Caller Trader = CallerOf("usr_trader", Roles.Trader, "trader");
    private readonly Queue<SimulatedMessage> messages = new();
    private readonly MemoryOrchestrations orchestrations;
    private readonly InstanceStorage storage;
    private readonly List<string> done = [];
    private OversightRequest? request;

    public ApprovalScene()
    {
        Cloud = new MemoryCloud(Clock) { Sent = (queue, body, _) => Keep(queue, body) };
        storage = new InstanceStorage(Cloud.Tables, Cloud.Queues, "sim");
        orchestrations = new MemoryOrchestrations(Cloud);
        Host = new SimulatedHost(Cloud, storage, orchestrations, Clock, Market);
    }

    public ManualTimeProvider Clock { get; } = new(Start);

    public MemoryCloud Cloud { get; }

    public MovingMarket Market { get; } = new();

    public SimulatedHost Host { get; private set; }

    public OversightRequest Request => request ?? throw new InvalidOperationException("Nothing waits yet.");

    public static Caller CallerOf(string user, Roles role, string operation) =>
        new(user, user, user, role, new Operation(Start, operation), new Origin("", "", "test"));

    /// <summary>Lets a trade be stopped by one trigger; without other rules the price may move as it does.</summary>
    public async Task HoldAsync(
        Trigger trigger,
        OversightRules? others = null,
        long quantity = Shares,
        long? planned = null
    )
    {
        var agent = await Host.Get<AgentService>()
            .CreateAsync(
                Trader,
                new CreateAgentRequest("agent", Strategy.Custom, 100_000, 5, OversightThreshold: 1),
                default
            );
        await Host.Get<AgentService>().ActivateAsync(Trader, agent.AgentId, default);
        var rules = (others ?? new() { PriceTolerancePct = 50 }) with { Rules = [new("Rule", trigger)] };
        await Host.Get<OversightRulesService>().SetAsync(Trader, agent.AgentId, rules, default);
        var order = new Order
        {
            TradeId = EntityId.Derive(IdPrefixes.Trade, Clock.GetUtcNow(), "the trade"),
            AgentId = agent.AgentId,
            Symbol = Symbol,
            Action = TradeAction.Buy,
            Quantity = quantity,
            PlannedQuantity = planned,
            Confidence = 0.5,
            SubmittedAt = Clock.GetUtcNow(),
        };
        await storage
            .Queue(QueueNames.TradeOrders)
            .SendMessageAsync(QueueMessages.Write(new TradeOrderMessage(order, Trader.UserId)));
        await WorkAsync();
        var stored = await Host.Get<OversightStore>().FindAsync(OversightRequest.IdFor(order.TradeId), default);
        request = stored?.Request ?? throw new InvalidOperationException($"{trigger.Kind} did not stop the trade.");
    }

    /// <summary>Another process takes over, and does again the last step, whose end the first had not written down.</summary>
    public void Restart()
    {
        Host.Dispose();
        if (done.Count > 0)
        {
            done.RemoveAt(done.Count - 1);
        }

        Host = new SimulatedHost(Cloud, storage, orchestrations, Clock, Market);
    }

    /// <summary>What the timers of the orchestration do by now.</summary>
    public async Task TimersAsync()
    {
        var (process, now) = (Host.Get<ApprovalProcess>(), Clock.GetUtcNow());
        (string Step, DateTimeOffset At, Func<Task> Do)[] steps =
        [
            ("remind", Request.RemindAt, () => process.RemindAsync(Request.RequestId, default)),
            ("escalate", Request.EscalateAt, () => process.EscalateAsync(Request.RequestId, default)),
            ("expire", Request.ExpiresAt, () => process.ExpireAsync(Request.RequestId, default)),
        ];
        foreach (var (step, at, run) in steps.Where(step => step.At <= now))
        {
            if (!done.Contains(step))
            {
                done.Add(step);
                await run();
            }
        }

        if (now >= Request.ExpiresAt)
        {
            orchestrations.Instances[Request.RequestId].Decided = true;
        }

        await WorkAsync();
    }

    /// <summary>Says something, and works until the answer is there; a refusal is thrown.</summary>
    public async Task<DecisionResponse> SayAsync(DecisionRequest said, string user, string operation)
    {
        var answer = BeginSaying(said, user, operation);
        await WorkAsync();
        for (var waits = 0; !answer.IsCompleted && waits < 200; waits++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await answer;
    }

    /// <summary>An approver says something, in the dashboard or in Slack, or another system says it in the approver's name.</summary>
    public Task<DecisionResponse> BeginSaying(
        DecisionRequest said,
        string user,
        string operation,
        bool isSystem = false
    ) =>
        Host.Get<OversightService>()
            .DecideAsync(
                isSystem ? CallerOf("service", Roles.Service, operation) : CallerOf(user, Roles.Approver, operation),
                Request.RequestId,
                isSystem ? said with { ApproverId = user, ApproverName = user } : said,
                orchestrations,
                default
            );

    /// <summary>What the maintenance timers do, once enough time has passed that nobody else may be at it still.</summary>
    public async Task SweepAsync()
    {
        Clock.Advance(OutboxMark.Outlived + TimeSpan.FromSeconds(1));
        await Host.Get<ApprovalProcess>().ResumeAllAsync(Clock.GetUtcNow().AddSeconds(-5), orchestrations, default);
        await Host.Get<Outbox>().SweepAsync(default);
        await WorkAsync();
    }

    /// <summary>Messages and orchestrations, until none is left to go on.</summary>
    public async Task WorkAsync()
    {
        while (true)
        {
            while (messages.TryDequeue(out var message))
            {
                await Host.HandleAsync(message);
            }

            if (orchestrations.Instances.Values.FirstOrDefault(each => each.Decided && !each.Finished) is not { } open)
            {
                return;
            }

            await Host.ReleaseAsync(open);
        }
    }

    /// <summary>The agent itself stays quiet: no cycle of it adds a trade to the one that is looked at.</summary>
    private void Keep(string? queue, string body)
    {
        if (queue != "sim-" + QueueNames.AgentCycles)
        {
            messages.Enqueue(new SimulatedMessage(queue, body));
        }
    }

    public Task<StoredInstance> StoredAsync() => StoredInstance.ReadAsync(storage, Clock);

    public ValueTask DisposeAsync()
    {
        Host.Dispose();
        return orchestrations.DisposeAsync();
    }
}
