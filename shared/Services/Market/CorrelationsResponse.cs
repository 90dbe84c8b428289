namespace AgentTrader.Services.Market;

/// <summary>How the market's symbols move together (document 5, requirement 9.1).</summary>
/// <param name="Date">The last session that the figures know of.</param>
/// <param name="Sessions">Over how many sessions at most they are reckoned.</param>
/// <param name="Symbols">The rows, and in the same order the columns.</param>
/// <param name="Values">-1 to 1, to four decimals; null where too few sessions are known.</param>
public sealed record CorrelationsResponse(
    DateOnly Date,
    int Sessions,
    IReadOnlyList<string> Symbols,
    IReadOnlyList<IReadOnlyList<double?>> Values
);
