using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>Fills orders at the quote: a buy pays the ask, a sell gets the bid.</summary>
public static class SimulatedBroker
{
    /// <summary>Dollars a share that the order would trade at now, four decimals.</summary>
    public static decimal PriceOf(TradeAction action, Quote quote) => action == TradeAction.Buy ? quote.Ask : quote.Bid;

    /// <summary>Dollars a share that the order may trade at while the price is this: a limit buy never pays above its limit.</summary>
    public static decimal WorstPriceOf(Order order, decimal price) =>
        order is { OrderType: OrderType.Limit, Action: TradeAction.Buy, LimitPrice: { } limit }
            ? Math.Min(price, limit)
            : price;

    /// <summary>Whether the price has reached the order's level; a market order has none.</summary>
    public static bool IsMarketable(Order order, decimal price) =>
        order.OrderType switch
        {
            OrderType.Limit => order.Action == TradeAction.Buy ? price <= order.LimitPrice : price >= order.LimitPrice,
            // A stop works the other way round: it sells when the price has fallen to the level.
            OrderType.StopLoss => order.Action == TradeAction.Buy
                ? price >= order.LimitPrice
                : price <= order.LimitPrice,
            _ => true,
        };
}
