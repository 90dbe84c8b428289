namespace AgentTrader.Core.Oversight;

/// <summary>One reason for a risk score.</summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Score">0 (harmless) to 10, one decimal.</param>
/// <param name="Measure">What was measured: percent for size and concentration, times the usual for volatility, -1 to 1 for correlation, 0 to 1 for confidence.</param>
public sealed record RiskPart(RiskKind Kind, double Score, double Measure);
