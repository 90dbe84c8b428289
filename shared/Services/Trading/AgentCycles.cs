using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
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
    EarningsEntries earnings,
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
        var decides = message.Reason is not (CycleReason.Performance or CycleReason.SessionEnd);
        if (decides && time.GetUtcNow() - message.WokenAt > Stale)
        {
            return [];
        }

        while (await agents.FindAsync(message.AgentId, cancellationToken) is { } state)
        {
            var control = await controls.CurrentAsync(cancellationToken);
            var isHalted = control.IsEngineHalted || state.Control.IsEngineHalted;
            var marketTime = clock.MarketNow;
            // Normally at the close; by the next cycle where nobody was there then. Either way it is the close that is judged by.
            if (!isHalted && Engine.SessionToEnd(state.Book, state.Engine.Config, marketTime) is { } over)
            {
                await EndSessionAsync(state, over, cancellationToken);
                continue;
            }

            if (!decides)
            {
                await KeepValueAsync(state, message.Day, cancellationToken);
                return [];
            }

            if (isHalted)
            {
                return [];
            }

            if (await DecideAsync(state, marketTime, message.WokenAt, cancellationToken) is { } begun)
            {
                await portfolioHistory.RecordAsync(state, marketTime, cancellationToken);
                return begun;
            }
        }

        return [];
    }

    private Task KeepValueAsync(AgentState state, DateOnly? day, CancellationToken cancellationToken) =>
        day is { } over
            ? portfolioHistory.EndDayAsync(state, over, cancellationToken)
            : portfolioHistory.RecordAsync(state, clock.MarketNow, cancellationToken);

    /// <summary>Judges the risk tier by what a session closed on, unless the agent changed meanwhile.</summary>
    private async Task EndSessionAsync(AgentState state, Session over, CancellationToken cancellationToken)
    {
        var (agent, book, now) = (state.Agent, state.Book, time.GetUtcNow());
        var views = new SymbolView[book.Positions.Length];
        for (var i = 0; i < views.Length; i++)
        {
            var symbol = book.Positions[i].Symbol;
            var quote = await market.GetQuoteAsync(symbol, over.Close, cancellationToken);
            views[i] = new SymbolView(symbol, default, quote);
        }

        var step = Engine.EndSession(
            new EngineInput(agent.AgentId, agent.Settings, book, views, over.Close, now)
            {
                Config = state.Engine.Config,
            }
        );
        OutboxMessage[] promised = [.. EngineEvents.Promises(agent, step.Events, now)];
        TableTransactionAction[] rows =
        [
            .. promised.Select(message => Outbox.Promise(agent.AgentId, message)),
            .. EngineEvents.Rows(agent.AgentId, step.Events, "close"),
        ];
        if (await agents.CommitAsync(state, step.Book, rows, cancellationToken) == CommitOutcome.Committed)
        {
            await outbox.RelayAsync(agent.AgentId, promised, cancellationToken);
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
                Earnings = await earnings.CalendarAsync(cancellationToken),
                MacroEvent = isEventOn,
            }
        );
        stops.Watch(agent.AgentId, step.Book, state.Engine.Config, isEventOn);
        if (step.IsEmpty)
        {
            return Entries(agent.AgentId, book);
        }

        OutboxMessage[] promised =
        [
            .. step.Orders.Select(order => ToOutbox(order, agent)),
            .. EngineEvents.Promises(agent, step.Events, now),
        ];
        TableTransactionAction[] rows =
        [
            .. promised.Select(message => Outbox.Promise(agent.AgentId, message)),
            .. step.Reserve.Select((entry, place) => ReserveLedger.Put(agent.AgentId, entry, "cycle", place)),
            .. EngineEvents.Rows(agent.AgentId, step.Events, "cycle"),
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
}
