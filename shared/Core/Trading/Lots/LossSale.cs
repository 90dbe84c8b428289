namespace AgentTrader.Core.Trading.Lots;

/// <summary>Sales of a symbol at a loss, remembered for 30 days because of wash sales (document 5, requirement 12).</summary>
/// <param name="Symbol">What was sold.</param>
/// <param name="At">Market time of the last of them.</param>
/// <param name="Loss">Dollars lost, above 0, that no purchase has made a wash sale yet: of all sales less than 30 days apart.</param>
public sealed record LossSale(string Symbol, DateTimeOffset At, decimal Loss = 0);
