namespace AgentTrader.Services.Oversight;

/// <summary>How many of an agent's past trades rules would have stopped (document 1, US-014).</summary>
/// <param name="Trades">The past trades that were looked at, the last thousand at most.</param>
/// <param name="Stopped">How many of them the rules would have stopped.</param>
/// <param name="StoppedNow">How many the rules in force would.</param>
/// <param name="StoppedValue">Dollars that the stopped trades were worth.</param>
/// <param name="NotConcerned">Past trades beside these that oversight has no business with, or that ended before it looked.</param>
/// <param name="StoppedTradeIds">Of the stopped ones the newest, twenty at most.</param>
public sealed record RulesPreview(
    int Trades,
    int Stopped,
    int StoppedNow,
    decimal StoppedValue,
    int NotConcerned,
    IReadOnlyList<string> StoppedTradeIds
);
