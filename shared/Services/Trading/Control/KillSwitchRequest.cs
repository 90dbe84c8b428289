namespace AgentTrader.Services.Trading.Control;

/// <summary>The body of <c>POST /trading/kill-switch</c>.</summary>
/// <param name="On">On: nothing is bought. Off: trading goes on.</param>
/// <param name="Reason">Required to turn it on.</param>
public sealed record KillSwitchRequest(bool On, string? Reason = null);
