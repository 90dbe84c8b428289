namespace AgentTrader.Services.Trading.Control;

/// <summary>The body of <c>POST /trading/kill-switch</c> and of the same route of one agent.</summary>
/// <param name="On">On: nothing is traded. Off: trading goes on.</param>
/// <param name="Reason">Required to turn it on, 1 to 500 characters.</param>
public sealed record KillSwitchRequest(bool On, string? Reason = null)
{
    public const int MaxReasonLength = 500;

    /// <summary>The reason without the space around it; null when none is given and none is needed.</summary>
    /// <exception cref="ProblemException">400.</exception>
    internal string? ReasonOrRefuse()
    {
        var reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim();
        return (reason is null ? On : !PlainText.IsWithin(reason, MaxReasonLength))
            ? throw ProblemException.Invalid(
                "reason",
                $"Say in 1 to {MaxReasonLength} characters why the kill switch is turned on."
            )
            : reason;
    }
}
