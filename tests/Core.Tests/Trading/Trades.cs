using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Short ways to orders and fills.</summary>
internal static class Trades
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 15, 0, 0, TimeSpan.Zero);

    public static (Order Order, Fill Fill) Trade(
        string id,
        TradeAction action,
        string symbol,
        long quantity,
        decimal price
    ) =>
        (
            new Order
            {
                TradeId = id,
                AgentId = "agt_1",
                Symbol = symbol,
                Action = action,
                Quantity = quantity,
                SubmittedAt = At,
                EstimatedPrice = price,
            },
            new Fill(id, price, quantity, 1.00m, At, At)
        );

    public static Book Buy(Book book, string id, string symbol, long quantity, decimal price)
    {
        var (order, fill) = Trade(id, TradeAction.Buy, symbol, quantity, price);
        return book.Apply(order, fill).Book;
    }
}
