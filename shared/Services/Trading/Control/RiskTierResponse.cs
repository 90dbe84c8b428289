using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Control;

/// <summary>The risk tier that an agent's engine goes by (document 5, requirement 5).</summary>
/// <param name="IsManual">A person chose it; otherwise the engine moves it at the end of sessions.</param>
/// <param name="Parameters">What the tier asks for and allows.</param>
public sealed record RiskTierResponse(RiskTier Tier, bool IsManual, RiskTierParameters Parameters);
