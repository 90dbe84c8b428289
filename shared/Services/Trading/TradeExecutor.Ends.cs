using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Trading;

/// <summary>How a trade ends: filled or refused, in one transaction with the book, the metered call and the promise of its event.</summary>
public sealed partial class TradeExecutor
{
    private async Task<bool> FillAsync(
        AgentState state,
        TradeOrderMessage message,
        TradeFacts? facts,
        string? dryRunReason,
        decimal price,
        DateTimeOffset marketTime,
        CancellationToken cancellationToken
    )
    {
        var order = message.Order;
        TableTransactionAction[] metered = [];
        // Winding up an agent must not fail for want of quota.
        if (order.Purpose != OrderPurpose.Liquidation)
        {
            if (Meter.TryUse(state, Meter.TradeCost) is not { } use)
            {
                return await RefuseAsync(
                    state,
                    message,
                    TradeStatus.Failed,
                    "The agent's monthly quota is used up: raise it, or wait for the first of the month.",
                    cancellationToken
                );
            }

            metered = [use];
        }

        var fill = new Fill(order.TradeId, price, order.Quantity, Fees.For(order), time.GetUtcNow(), marketTime);
        var change = state.Book.Apply(order, fill, state.Engine.Config);
        var trade = TradeRecord.Of(order, TradeStatus.Completed) with
        {
            RequestId = message.RequestId,
            ExecutedAt = fill.At,
            MarketTime = fill.MarketTime,
            ExecutedPrice = fill.Price,
            Fees = fill.Fees,
            TotalCost = order.Action == TradeAction.Buy ? fill.Gross + fill.Fees : fill.Gross - fill.Fees,
            RealizedPnL = order.Action == TradeAction.Sell ? change.RealizedPnL : null,
            Closed = ClosedPosition.Of(state.Book, change),
            OversightFacts = facts ?? message.Facts,
            DryRunReason = dryRunReason,
        };
        // Of the two books the one that holds the symbol.
        var holding = order.Action == TradeAction.Buy ? change.Book : state.Book;
        var prices = await valuation.PricesAsync(holding, marketTime, cancellationToken);
        var notes = FillNotes.Of(state, fill, change, prices);
        return await EndAsync(
            state,
            change.Book,
            trade,
            message,
            EventTypes.TradeExecuted,
            notes with
            {
                Rows = [.. metered, .. notes.Rows],
            },
            cancellationToken
        );
    }

    private async Task<bool> RefuseAsync(
        AgentState state,
        TradeOrderMessage message,
        TradeStatus status,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var order = message.Order;
        var book =
            state.Book.PendingApprovalTradeId == order.TradeId ? state.Book.EndApproval(order.TradeId) : state.Book;
        var trade = TradeRecord.Of(order, status) with
        {
            RequestId = message.RequestId,
            Fees = 0,
            FailureReason = reason,
            OversightFacts = message.Facts,
        };
        if (message.AvoidMinutes > 0)
        {
            var until = clock.MarketNow.AddMinutes(message.AvoidMinutes);
            book = book.Avoid(new Avoidance(order.Symbol, order.Action, until));
        }

        return await EndAsync(state, book, trade, message, EventTypes.TradeFailed, FillNotes.None, cancellationToken);
    }

    private async Task<bool> EndAsync(
        AgentState state,
        Book book,
        TradeRecord trade,
        TradeOrderMessage message,
        string eventType,
        FillNotes notes,
        CancellationToken cancellationToken
    )
    {
        var told = TradeEvents.Promises(eventType, trade, message, time.GetUtcNow(), notes.Portfolio);
        TableTransactionAction[] rows =
        [
            TradeStore.End(trade.AgentId, trade.TradeId),
            TradeStore.Put(trade),
            .. told.Select(promised => Outbox.Promise(trade.AgentId, promised)),
            .. notes.Rows,
        ];
        switch (await agents.CommitAsync(state, book, rows, cancellationToken))
        {
            case CommitOutcome.Stale:
                return false;
            case CommitOutcome.Duplicate:
                // Its events, and not its order once more: that would only lead here again.
                await outbox.RelayOutstandingAsync(trade.AgentId, trade.TradeId + "-trade.", cancellationToken);
                return true;
            default:
                log.LogInformation(
                    "Trade {TradeId} of {AgentId} is {Status}: {Action} {Quantity} {Symbol}, {Outcome}",
                    trade.TradeId,
                    trade.AgentId,
                    trade.Status,
                    trade.Action,
                    trade.Quantity,
                    trade.Symbol,
                    trade.FailureReason ?? $"at {trade.ExecutedPrice}"
                );
                await outbox.RelayAsync(trade.AgentId, [.. told, .. notes.Promises], cancellationToken);
                return true;
        }
    }
}
