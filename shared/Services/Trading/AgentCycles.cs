using System.Text.Json;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Control;
using AgentTrader.Services.Trading.Signals;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Trading;

/// <summary>The live driver of the engine: lets an agent decide and keeps what it decided (docs/architecture.md).</summary>
public sealed class AgentCycles(
    AgentStore agents,
    TradingControls controls,
    MarketHistory marketHistory,
    MacroEvents macroEvents,
    RecommendationService recommendations,
    IMarketData market,
    MarketClock clock,
    PortfolioHistory portfolioHistory,
    StopChecks stops,
    Outbox outbox,
    TimeProvider time,
    ILogger<AgentCycles> log
)
{
    /// <summary>An older wake-up is let go: a newer one is on its way, and a backlog must not trade on old news.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(2);

    // A transaction holds 100 rows: the book, and these.
    private const int MaxRows = 99;

    /// <summary>Lets an agent decide. Safe to repeat: what was decided is in the book, so it is not decided again.</summary>
    /// <returns>The entries of which further steps are to come.</returns>
    public async Task<IReadOnlyList<EntryStepsInput>> RunAsync(
        AgentCycleMessage message,
        CancellationToken cancellationToken
    )
    {
        if (message.Reason is CycleReason.Performance or CycleReason.SessionEnd)
        {
            await KeepValueAsync(message, cancellationToken);
            return [];
        }

        if (time.GetUtcNow() - message.WokenAt > Stale)
        {
            return [];
        }

        while (await agents.FindAsync(message.AgentId, cancellationToken) is { } state)
        {
            var control = await controls.CurrentAsync(cancellationToken);
            if (control.IsEngineHalted || state.Control.IsEngineHalted)
            {
                return [];
            }

            var marketTime = clock.MarketNow;
            if (await DecideAsync(state, marketTime, message.WokenAt, cancellationToken) is { } begun)
            {
                await portfolioHistory.RecordAsync(state, marketTime, cancellationToken);
                return begun;
            }
        }

        return [];
    }

    private async Task KeepValueAsync(AgentCycleMessage message, CancellationToken cancellationToken)
    {
        if (await agents.FindAsync(message.AgentId, cancellationToken) is not { } state)
        {
            return;
        }

        if (message.Day is { } day)
        {
            await portfolioHistory.EndDayAsync(state, day, cancellationToken);
        }
        else
        {
            await portfolioHistory.RecordAsync(state, clock.MarketNow, cancellationToken);
        }
    }

    /// <summary>The entries that are open; null when the agent changed meanwhile and is to decide again.</summary>
    private async Task<IReadOnlyList<EntryStepsInput>?> DecideAsync(
        AgentState state,
        DateTimeOffset marketTime,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (agent, book) = (state.Agent, state.Book);
        var traded = agent.Settings.AssetPreferences is { Count: > 0 } preferred ? preferred : market.Symbols;
        var held = book.Positions.Select(position => position.Symbol);
        var views = await marketHistory.ViewAsync(traded.Concat(held), marketTime, cancellationToken);
        var recommended = await recommendations.CurrentAsync(marketTime, cancellationToken);
        for (var i = 0; i < views.Length; i++)
        {
            views[i].Recommendation = recommended.Newest(views[i].Symbol, marketTime, agent.OwnerId);
        }

        var isEventOn = await macroEvents.IsSevereAtAsync(marketTime, cancellationToken);
        var step = Engine.Decide(
            new EngineInput(agent.AgentId, agent.Settings, book, views, marketTime, now)
            {
                Config = state.Engine.Config,
                Correlations = await marketHistory.CorrelationsAsync(marketTime, cancellationToken),
                Earnings = market.Earnings,
                MacroEvent = isEventOn,
            }
        );
        stops.Watch(agent.AgentId, step.Book, state.Engine.Config, isEventOn);
        if (step.IsEmpty)
        {
            return Entries(agent.AgentId, book);
        }

        OutboxMessage[] promised = [.. step.Orders.Select(order => ToOutbox(order, agent)), .. Told(step, agent, now)];
        TableTransactionAction[] rows =
        [
            .. promised.Select(message => Outbox.Promise(agent.AgentId, message)),
            .. step.Reserve.Select((entry, place) => ReserveLedger.Put(agent.AgentId, entry, "cycle", place)),
            .. step.Events.Select(
                (happened, place) => EngineLogs.Events.Put(agent.AgentId, happened.At, "cycle", place, happened)
            ),
            .. step.StopAdjustments.Select(
                (levels, place) => EngineLogs.Stops.Put(agent.AgentId, levels.At, levels.Symbol, place, levels)
            ),
        ];
        // What acted comes first: were there ever too many rows, only records of what was let pass would be missing.
        var decisions = step
            .Decisions.OrderBy(decision => decision.Outcome)
            .Take(MaxRows - rows.Length)
            .Select(decision => DecisionStore.PutNew(new DecisionRecord(decision, now)));
        rows = [.. rows, .. decisions];
        switch (await agents.CommitAsync(state, step.Book, rows, cancellationToken))
        {
            case CommitOutcome.Stale:
                return null;
            case CommitOutcome.Duplicate:
                throw new InvalidOperationException($"{agent.AgentId} decided the same thing twice.");
            default:
                log.LogInformation(
                    "{AgentId} decided {Decisions} times at {MarketTime:O} and ordered {Orders} trades.",
                    agent.AgentId,
                    step.Decisions.Length,
                    marketTime,
                    step.Orders.Length
                );
                await outbox.RelayAsync(agent.AgentId, promised, cancellationToken);
                return Entries(agent.AgentId, step.Book);
        }
    }

    /// <summary>All that are open, and not only the new ones: the host that made one may have died before it was begun.</summary>
    private static IReadOnlyList<EntryStepsInput> Entries(string agentId, Book book) =>
        [.. book.Engine.Plans.Select(plan => new EntryStepsInput(agentId, plan.DecisionId))];

    private static OutboxMessage ToOutbox(Order order, AgentRecord agent) =>
        new(
            order.TradeId + "-order",
            QueueNames.TradeOrders,
            QueueMessages.Write(new TradeOrderMessage(order, agent.OwnerId, CorrelationId: order.DecisionId))
        );

    private static IEnumerable<OutboxMessage> Told(EngineOutput step, AgentRecord agent, DateTimeOffset now) =>
        step.Events.Select(
            (happened, place) =>
                new AgentEvent(
                    $"{agent.AgentId}-{happened.Kind}-{NewestFirst.Key(happened.At)}-{place}",
                    EventTypes.Of(happened.Kind),
                    agent.AgentId,
                    agent.OwnerId,
                    null,
                    agent.AgentId,
                    null,
                    now,
                    JsonSerializer.SerializeToElement(happened, ApiJson.Options)
                ).ToOutbox()
        );
}
