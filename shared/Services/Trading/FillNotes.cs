using System.Text.Json;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>What is kept and told of a fill beside the trade itself.</summary>
/// <param name="Rows">For the transaction of the fill.</param>
/// <param name="Promises">What <paramref name="Rows"/> promises to tell.</param>
/// <param name="Portfolio">The payload of the <c>portfolio.update</c> that is told with the trade; null when nothing was filled.</param>
internal sealed record FillNotes(
    IReadOnlyList<TableTransactionAction> Rows,
    IReadOnlyList<OutboxMessage> Promises,
    JsonElement? Portfolio
)
{
    public static FillNotes None { get; } = new([], [], null);

    /// <param name="state">The agent before the fill.</param>
    /// <param name="fill">What happened.</param>
    /// <param name="change">What it did to the book.</param>
    /// <param name="prices">Of the positions before it and after it.</param>
    public static FillNotes Of(
        AgentState state,
        Fill fill,
        BookChange change,
        IReadOnlyDictionary<string, decimal> prices
    )
    {
        var (agentId, config) = (state.Agent.AgentId, state.Engine.Config);
        var activePool = Valuation.ValueOf(state.Book, prices) - state.Book.ReservePool;
        EngineEvent[] events = change.LargeResult(activePool, config.LargeResultPct, fill.MarketTime) is { } large
            ? [large]
            : [];
        OutboxMessage[] promises = [.. EngineEvents.Promises(state.Agent, events, fill.At, fill.TradeId)];
        List<TableTransactionAction> rows =
        [
            .. EngineEvents.Rows(agentId, events, fill.TradeId),
            .. promises.Select(promise => Outbox.Promise(agentId, promise)),
            .. ClosedLots.Rows(agentId, fill, change.Closed),
        ];
        if (change.Reserve is { } siphoned)
        {
            rows.Add(ReserveLedger.Put(agentId, siphoned, fill.TradeId));
        }

        var value = Valuation.ValueOf(change.Book, prices);
        return new(rows, promises, PortfolioUpdate.Of(state, change.Book, value, fill.MarketTime));
    }
}
