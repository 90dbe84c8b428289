using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>The body of <c>POST /market/events</c> (document 5, requirement 7).</summary>
/// <param name="Severity">From high on, agents look at their positions at once and tighten their stops while it lasts.</param>
/// <param name="Title">What happened, in 1 to 200 characters.</param>
/// <param name="EstimatedDuration">Market time that it is thought to last, a minute to 30 days, as <c>"02:00:00"</c>.</param>
public sealed record ReportMacroEventRequest(MacroSeverity Severity, string Title, TimeSpan EstimatedDuration);
