namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>What a backtest is measured against: as much in each symbol, bought at its first price and held.</summary>
/// <param name="capital">Dollars for all symbols.</param>
/// <param name="symbols">How many.</param>
/// <param name="from">When it may first buy.</param>
internal sealed class BuyAndHold(decimal capital, int symbols, DateTimeOffset from)
{
    private readonly double part = (double)capital / Math.Max(symbols, 1);
    private readonly double[] shares = new double[symbols];

    /// <summary>Buys what a bar that starts now shows a price of, for the first time.</summary>
    public void Invest(BarReplay market, DateTimeOffset at)
    {
        if (at < from)
        {
            return;
        }

        var views = market.Views.Span;
        for (var i = 0; i < views.Length; i++)
        {
            if (shares[i] == 0 && market.StartsAt(i, at) && views[i].Ask > 0)
            {
                shares[i] = part / (double)views[i].Ask;
            }
        }
    }

    /// <summary>Dollars, in whole cents.</summary>
    public decimal ValueAt(ReadOnlySpan<SymbolView> views)
    {
        var value = (double)capital;
        for (var i = 0; i < views.Length; i++)
        {
            value += shares[i] > 0 ? (shares[i] * (double)views[i].Bid) - part : 0;
        }

        return Money.ToCents((decimal)value);
    }
}
