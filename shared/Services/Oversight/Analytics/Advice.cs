using static System.FormattableString;

namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>One thing that could be better about approvals; members that the kind has no use for are null.</summary>
/// <param name="Threshold">Dollars, with <see cref="AdviceKind.RaiseThreshold"/>.</param>
/// <param name="Percent">Of the requests: those that a higher threshold saves, or those that expired.</param>
/// <param name="Hour">0 to 23, UTC, with <see cref="AdviceKind.SlowHour"/>.</param>
/// <param name="Seconds">The average wait of that hour, or of that approver.</param>
/// <param name="Approver">The name, with <see cref="AdviceKind.SlowApprover"/>.</param>
public sealed record Advice(
    AdviceKind Kind,
    decimal? Threshold = null,
    double? Percent = null,
    int? Hour = null,
    double? Seconds = null,
    string? Approver = null
)
{
    /// <summary>The same in English.</summary>
    internal string Sentence =>
        Kind switch
        {
            AdviceKind.RaiseThreshold => Invariant(
                $"Increase the approval threshold to ${Threshold:N0} to reduce requests by {Percent:0} %: every one below it was approved."
            ),
            AdviceKind.Expired => Invariant(
                $"{Percent:0} % of the requests expired undecided: name more approvers to escalate to."
            ),
            AdviceKind.SlowHour => Invariant(
                $"Requests made between {Hour:00}:00 and {Hour:00}:59 UTC wait {Seconds:0} seconds on average: have an approver on duty then."
            ),
            _ => Invariant(
                $"{Approver} takes {Seconds:0} seconds on average, more than twice as long as all together: let somebody else be asked too."
            ),
        };
}
