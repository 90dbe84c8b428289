using System.Globalization;
using System.Text.Json;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading;

/// <summary>What the world hears of a trade (payloads of spec/1 section 5.4).</summary>
public static class TradeEvents
{
    /// <summary>The promises to tell that a trade has ended: the world, and those who approved it what came of that.</summary>
    public static IReadOnlyList<OutboxMessage> Promises(
        string type,
        TradeRecord trade,
        TradeOrderMessage message,
        DateTimeOffset now,
        JsonElement? portfolio = null
    )
    {
        var told = Of(type, trade, message, now) with { Portfolio = portfolio };
        return message is { RequestId: { } requestId, Order.ApprovedBy: not null }
            ? [told.ToOutbox(), ApprovalNotice.Of(told, requestId, Sentence(trade))]
            : [told.ToOutbox()];
    }

    public static AgentEvent Of(string type, TradeRecord trade, TradeOrderMessage message, DateTimeOffset now) =>
        new(
            $"{trade.TradeId}-{type}",
            type,
            trade.AgentId,
            message.OwnerId,
            trade.ApprovedBy ?? trade.SubmittedBy,
            trade.TradeId,
            message.CorrelationId,
            now,
            JsonSerializer.SerializeToElement(trade, ApiJson.Options)
        );

    private static string Sentence(TradeRecord trade) =>
        trade.Status == TradeStatus.Completed
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Filled: {(trade.Action == TradeAction.Buy ? "bought" : "sold")} {trade.Quantity:N0} {trade.Symbol} at ${trade.ExecutedPrice:N2}."
            )
            : $"Not made after all. {trade.FailureReason}";
}
