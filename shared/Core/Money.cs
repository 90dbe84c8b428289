namespace AgentTrader.Core;

/// <summary>
/// The one place that rounds money. Amounts are US dollars in whole cents, prices have four decimals; halves go to the
/// even neighbour, so that long runs of roundings do not drift to one side.
/// </summary>
public static class Money
{
    /// <summary>The largest budget of an agent, in dollars (document 1, FR-001).</summary>
    public const decimal MaxBudget = 100_000m;

    /// <summary>The largest price of a share, in dollars: above any price on record.</summary>
    public const decimal MaxPrice = 10_000_000m;

    /// <summary>The smallest price of a share above nothing, in dollars: prices have four decimals.</summary>
    public const decimal MinPrice = 0.0001m;

    public static decimal ToCents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.ToEven);

    public static decimal ToPrice(decimal price) => decimal.Round(price, 4, MidpointRounding.ToEven);

    /// <summary>A market price as money. Beyond the range of a price it is 0, which no trade accepts.</summary>
    public static decimal ToPrice(double price) => FromTenThousandths(ToTenThousandths(price));

    /// <summary>
    /// A market price in hundredths of a cent. Counted in whole numbers, because a decimal takes twenty times as long to make
    /// from a double, and a backtest makes millions.
    /// </summary>
    internal static long ToTenThousandths(double price) =>
        price > 0 && price <= (double)MaxPrice ? (long)Math.Round(price * 10_000, MidpointRounding.ToEven) : 0;

    /// <summary>A price of at most <see cref="MaxPrice"/>, not negative.</summary>
    internal static decimal FromTenThousandths(long price) => new((int)price, (int)(price >> 32), 0, false, 4);

    public static bool IsWholeCents(decimal amount) => ToCents(amount) == amount;
}
