namespace AgentTrader.Core.Trading.Risk;

/// <summary>A symbol that lost too much to be entered again soon (document 5, requirement 6.2).</summary>
public sealed record ReEntryBan(string Symbol, DateTimeOffset Until);
