using System.Text.Json;
using AgentTrader.Services.Notifications;

namespace AgentTrader.Services.Trading;

/// <summary>What the world hears of a trade (payloads of spec/1 section 5.4).</summary>
public static class TradeEvents
{
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
}
