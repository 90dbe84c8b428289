namespace AgentTrader.Services.Market;

/// <summary>The market as a whole.</summary>
/// <param name="Source">"synthetic" or "recorded".</param>
/// <param name="Simulated">Whether market time is made; otherwise it is the wall clock's.</param>
/// <param name="Now">Market time.</param>
/// <param name="IsOpen">Whether the exchange is open.</param>
/// <param name="HasEnded">Whether recorded data is used up and market time stands still.</param>
/// <param name="Speed">Market seconds in a wall second.</param>
/// <param name="Interval">The shortest interval there are bars of, such as 1m.</param>
/// <param name="Symbols">The listed symbols; the synthetic market has a price for any other well-formed one too.</param>
public sealed record MarketStatus(
    string Source,
    bool Simulated,
    DateTimeOffset Now,
    bool IsOpen,
    bool HasEnded,
    int Speed,
    string Interval,
    IReadOnlyList<string> Symbols
);
