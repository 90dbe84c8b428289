using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>A process that dies at the first, second, third … storage call of a step; the next one finishes the step.</summary>
public sealed class ApprovalRecoveryTests : IAsyncDisposable
{
    private static readonly Caller Trader = Caller("usr_trader", Roles.Trader);
    private static readonly Caller Approver = Caller("usr_approver", Roles.Approver);

    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private readonly Queue<SimulatedMessage> orders = new();
    private readonly MemoryCloud cloud;
    private readonly InstanceStorage storage;
    private readonly MemoryOrchestrations orchestrations;
    private int callsToLive;

    public ApprovalRecoveryTests()
    {
        cloud = new MemoryCloud(clock) { Sent = (queue, body, _) => Keep(queue, body) };
        storage = new InstanceStorage(cloud.Tables, cloud.Queues, "sim");
        orchestrations = new MemoryOrchestrations(cloud);
    }

    public ValueTask DisposeAsync() => orchestrations.DisposeAsync();

    [Fact]
    public async Task A_decision_whose_maker_died_before_waking_anybody_is_carried_out_by_the_next_sweep()
    {
        for (var calls = 0; ; calls++)
        {
            using var host = Boot();
            var trade = await SubmitAsync(host, calls);
            await WorkAsync(host);
            var died = DiesAfter(calls, () => DecideAsync(host, trade));
            clock.Advance(TimeSpan.FromSeconds(20));

            using var next = Boot();
            await next.Get<ApprovalProcess>().ResumeAllAsync(clock.GetUtcNow().AddSeconds(-5), orchestrations, default);
            await WorkAsync(next);
            var stored = await StoredInstance.ReadAsync(storage, clock);
            var request = stored.Requests.Single(request => request.TradeId == trade.TradeId);
            var filled = stored.Agents.Single().Trades[trade.TradeId].Status == TradeStatus.Completed;
            Assert.Equal(request.Status == OversightStatus.Approved, filled);
            if (!filled)
            {
                // Died before the decision was stored: the approver asks again.
                _ = DecideAsync(next, trade);
                await WorkAsync(next);
            }

            if (!died)
            {
                Assert.True(calls > 4, "The decision made fewer calls than there are steps to die between.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_trade_whose_host_died_while_asking_for_approval_can_be_approved_and_is_filled()
    {
        for (var calls = 0; ; calls++)
        {
            using var host = Boot();
            var trade = await SubmitAsync(host, calls);
            var order = orders.Dequeue();
            var died = DiesAfter(calls, () => host.HandleAsync(order));

            using var next = Boot();
            // The approver may be quicker than the message, which comes again only after a while.
            var asked = (await StoredInstance.ReadAsync(storage, clock)).Requests.Any(r => r.TradeId == trade.TradeId);
            if (asked)
            {
                _ = DecideAsync(next, trade);
            }

            orders.Enqueue(order);
            await WorkAsync(next);
            if (!asked)
            {
                _ = DecideAsync(next, trade);
                await WorkAsync(next);
            }

            var stored = await StoredInstance.ReadAsync(storage, clock);
            Assert.Equal(TradeStatus.Completed, stored.Agents.Single().Trades[trade.TradeId].Status);
            if (!died)
            {
                Assert.True(calls > 4, "Asking made fewer calls than there are steps to die between.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_trade_that_is_decided_while_its_host_stands_still_in_asking_leaves_no_orchestration_waiting()
    {
        for (var calls = 0; ; calls++)
        {
            using var host = Boot();
            var trade = await SubmitAsync(host, calls);
            var order = orders.Dequeue();
            var goOn = new TaskCompletionSource<Fault>();
            var stood = Stops(calls, goOn.Task, () => host.HandleAsync(order), out var asking);

            using var next = Boot();
            var asked = (await StoredInstance.ReadAsync(storage, clock)).Requests.Any(r => r.TradeId == trade.TradeId);
            if (asked)
            {
                _ = DecideAsync(next, trade);
                await WorkAsync(next);
            }

            goOn.SetResult(Fault.None);
            await asking;
            if (!asked)
            {
                _ = DecideAsync(next, trade);
            }

            await WorkAsync(host);
            Assert.All(orchestrations.Instances, open => Assert.True(open.Value.Finished, $"{open.Key} after {calls}"));
            var stored = await StoredInstance.ReadAsync(storage, clock);
            Assert.Equal(TradeStatus.Completed, stored.Agents.Single().Trades[trade.TradeId].Status);
            if (!stood)
            {
                Assert.True(calls > 4, "Asking made fewer calls than there are steps to stand still between.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_decision_that_others_carry_out_while_its_maker_stands_still_is_answered_as_made()
    {
        for (var calls = 0; ; calls++)
        {
            using var host = Boot();
            var trade = await SubmitAsync(host, calls);
            await WorkAsync(host);
            var goOn = new TaskCompletionSource<Fault>();
            var stood = Stops(calls, goOn.Task, () => DecideAsync(host, trade), out var deciding);
            clock.Advance(TimeSpan.FromSeconds(20));

            using var next = Boot();
            await next.Get<ApprovalProcess>().ResumeAllAsync(clock.GetUtcNow().AddSeconds(-5), orchestrations, default);
            await WorkAsync(next);
            goOn.SetResult(Fault.None);
            await WorkAsync(host);
            while (!deciding.IsCompleted)
            {
                // The answer waits for the fill by looking.
                clock.Advance(TimeSpan.FromMilliseconds(50));
            }

            await deciding;
            await WorkAsync(host);
            Assert.All(orchestrations.Instances, open => Assert.True(open.Value.Finished, $"{open.Key} after {calls}"));
            var stored = await StoredInstance.ReadAsync(storage, clock);
            Assert.Equal(TradeStatus.Completed, stored.Agents.Single().Trades[trade.TradeId].Status);
            if (!stood)
            {
                Assert.True(calls > 4, "The decision made fewer calls than there are steps to stand still between.");
                return;
            }
        }
    }

    [Fact]
    public async Task An_order_that_waits_goes_on_waiting_when_it_comes_again_below_the_threshold()
    {
        using var host = Boot();
        var trade = await SubmitAsync(host, 0);
        var order = orders.Dequeue();
        await host.HandleAsync(order);
        var raised = new UpdateAgentRequest { OversightThreshold = 50_000 };
        await host.Get<AgentService>().UpdateAsync(Trader, trade.AgentId, raised, default);
        await host.HandleAsync(order);
        var waiting = await host.Get<TradeStore>().FindAsync(trade.AgentId, trade.TradeId, default);
        Assert.Equal(TradeStatus.PendingApproval, waiting!.Status);
        _ = DecideAsync(host, trade);
        await WorkAsync(host);
        var filled = await host.Get<TradeStore>().FindAsync(trade.AgentId, trade.TradeId, default);
        Assert.Equal(TradeStatus.Completed, filled!.Status);
    }

    private static Caller Caller(string user, Roles role) =>
        new(user, user, user, role, new Operation(default, user), new Origin("", "", "test"));

    private SimulatedHost Boot() => new(cloud, storage, orchestrations, clock);

    private void Keep(string? queue, string body)
    {
        if (queue == "sim-" + QueueNames.TradeOrders)
        {
            orders.Enqueue(new SimulatedMessage(queue, body));
        }
    }

    /// <summary>An agent, made once, and a trade of it that needs a person.</summary>
    private async Task<TradeRecord> SubmitAsync(SimulatedHost host, int number)
    {
        var trader = Trader with { Operation = new Operation(clock.GetUtcNow(), $"trade {number}") };
        var settings = new CreateAgentRequest("agent", Strategy.Custom, 100_000, 5, OversightThreshold: 100);
        var made = Trader with
        {
            Operation = new Operation(new DateTimeOffset(2025, 3, 3, 14, 0, 0, TimeSpan.Zero), "agent"),
        };
        var agent = await host.Get<AgentService>().CreateAsync(made, settings, default);
        await host.Get<AgentService>().ActivateAsync(made, agent.AgentId, default);
        var request = new TradeRequest("KO", TradeAction.Buy, 3);
        return await host.Get<TradeService>().SubmitAsync(trader, agent.AgentId, request, default);
    }

    /// <summary>Not to be awaited: once it is decided it waits for the fill, on a clock that stands still.</summary>
    private Task<Services.Oversight.DecisionResponse> DecideAsync(SimulatedHost host, TradeRecord trade) =>
        host.Get<OversightService>()
            .DecideAsync(
                Approver,
                OversightRequest.IdFor(trade.TradeId),
                new DecisionRequest(OversightVerdict.Approved),
                orchestrations,
                default
            );

    /// <summary>Orders and orchestrations, until none is left to go on.</summary>
    private async Task WorkAsync(SimulatedHost host)
    {
        while (true)
        {
            while (orders.TryDequeue(out var order))
            {
                await host.HandleAsync(order);
            }

            var open = orchestrations.Instances.Values.FirstOrDefault(each => each.Decided && !each.Finished);
            if (open is null)
            {
                return;
            }

            await host.ReleaseAsync(open);
        }
    }

    /// <summary>Runs a step whose process makes so many calls and then no more; says whether it came to that.</summary>
    private bool DiesAfter(int calls, Func<Task> step) =>
        Stops(calls, new TaskCompletionSource<Fault>().Task, step, out _);

    /// <summary>Runs a step whose next call after so many waits; says whether it came to that.</summary>
    private bool Stops(int calls, Task<Fault> until, Func<Task> step, out Task running)
    {
        callsToLive = calls;
        var stopped = false;
        cloud.Weather = () =>
        {
            stopped |= callsToLive == 0;
            return callsToLive-- > 0 ? Task.FromResult(Fault.None) : until;
        };
        running = step();
        cloud.Weather = () => Task.FromResult(Fault.None);
        return stopped;
    }
}
