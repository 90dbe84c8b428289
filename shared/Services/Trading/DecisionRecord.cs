using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>A decision of the engine as it is stored.</summary>
/// <param name="CreatedAt">Wall time.</param>
public sealed record DecisionRecord(Decision Decision, DateTimeOffset CreatedAt);
