namespace AgentTrader.Core.Market;

/// <summary>
/// Well-known shares with their sector and, for the synthetic market, about what they were like at the start of 2026.
/// </summary>
public static class Universe
{
    /// <summary>The sector of a share that is not listed here.</summary>
    public const string OtherSector = "Other";

    /// <summary>The sector of funds that follow an index: they have no earnings.</summary>
    public const string FundSector = "Index";

    private static readonly Listing[] All =
    [
        new("AAPL", "Technology", 272, 0.017, 52_000_000),
        new("AMZN", "Consumer Discretionary", 231, 0.020, 45_000_000),
        new("BAC", "Financials", 55, 0.016, 36_000_000),
        new("CAT", "Industrials", 573, 0.018, 3_200_000),
        new("CVX", "Energy", 152, 0.015, 8_500_000),
        new("DIS", "Communication", 114, 0.016, 9_000_000),
        new("GE", "Industrials", 308, 0.018, 5_200_000),
        new("GOOGL", "Communication", 313, 0.018, 36_000_000),
        new("IBM", "Technology", 296, 0.016, 4_600_000),
        new("IWM", FundSector, 246, 0.013, 33_000_000),
        new("JNJ", "Health Care", 207, 0.011, 8_400_000),
        new("JPM", "Financials", 322, 0.015, 9_300_000),
        new("KO", "Consumer Staples", 70, 0.010, 16_000_000),
        new("META", "Communication", 660, 0.021, 14_000_000),
        new("MSFT", "Technology", 484, 0.015, 22_000_000),
        new("NVDA", "Technology", 187, 0.028, 180_000_000),
        new("PFE", "Health Care", 25, 0.014, 45_000_000),
        new("PG", "Consumer Staples", 143, 0.010, 8_800_000),
        new("QQQ", FundSector, 614, 0.012, 52_000_000),
        new("SPY", FundSector, 682, 0.009, 72_000_000),
        new("TSLA", "Consumer Discretionary", 450, 0.034, 80_000_000),
        new("UNH", "Health Care", 330, 0.018, 8_000_000),
        new("WMT", "Consumer Staples", 111, 0.012, 17_000_000),
        new("XOM", "Energy", 120, 0.014, 15_000_000),
    ];

    private static readonly Dictionary<string, Listing> BySymbol = All.ToDictionary(
        listing => listing.Symbol,
        StringComparer.Ordinal
    );

    /// <summary>The other sector comes first.</summary>
    private static readonly string[] Sectors =
    [
        OtherSector,
        .. All.Select(listing => listing.Sector).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The symbols, in ordinal order.</summary>
    public static IReadOnlyList<string> Symbols { get; } = Array.ConvertAll(All, listing => listing.Symbol);

    public static string SectorOf(string symbol) => Find(symbol)?.Sector ?? OtherSector;

    /// <summary>A small number for each sector, so that sectors can be counted as bits.</summary>
    internal static int SectorIndexOf(string sector) => Math.Max(0, Array.IndexOf(Sectors, sector));

    internal static Listing? Find(string symbol) => BySymbol.GetValueOrDefault(symbol);
}
