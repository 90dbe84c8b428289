namespace AgentTrader.Services.Trading;

/// <summary>How far back a portfolio's history goes.</summary>
public static class PortfolioRange
{
    /// <summary>The words the API takes (document 1, FR-005).</summary>
    public const string Words = "1H, 1D, 1W, 1M, ALL";

    /// <summary>The instant a range begins, or null when the word is none of <see cref="Words"/>.</summary>
    public static DateTimeOffset? Start(string word, DateTimeOffset now) =>
        word switch
        {
            "1H" => now.AddHours(-1),
            "1D" => now.AddDays(-1),
            "1W" => now.AddDays(-7),
            "1M" => now.AddMonths(-1),
            "ALL" => DateTimeOffset.MinValue,
            _ => null,
        };
}
