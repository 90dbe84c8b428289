namespace AgentTrader.Core.Market;

/// <summary>What a share costs at an instant, in dollars with four decimals.</summary>
/// <param name="Symbol">The share.</param>
/// <param name="Price">The last price known.</param>
/// <param name="Bid">What a seller gets.</param>
/// <param name="Ask">What a buyer pays.</param>
/// <param name="Volume">Shares traded in the session up to now, as far as known.</param>
/// <param name="AsOf">Since when the price has been known.</param>
public sealed record Quote(string Symbol, decimal Price, decimal Bid, decimal Ask, long Volume, DateTimeOffset AsOf)
{
    /// <summary>
    /// Half of the spread in millionths of the price: bid and ask lie 1.5 basis points apart, as for a liquid US share.
    /// </summary>
    private const long HalfSpread = 75;

    /// <summary>A quote with the usual spread around a price.</summary>
    public static Quote Around(string symbol, double price, long volume, DateTimeOffset asOf)
    {
        var middle = Spread(price, out var bid, out var ask);
        return new Quote(symbol, middle, bid, ask, volume, asOf);
    }

    /// <summary>The usual spread around a price, which it returns as money; 0 all of them when it is none.</summary>
    public static decimal Spread(double price, out decimal bid, out decimal ask)
    {
        var middle = Money.ToTenThousandths(price);
        var half = ((middle * HalfSpread) + 500_000) / 1_000_000;
        bid = Money.FromTenThousandths(middle - half);
        ask = Money.FromTenThousandths(middle + half);
        return Money.FromTenThousandths(middle);
    }
}
