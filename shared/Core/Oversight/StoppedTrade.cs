namespace AgentTrader.Core.Oversight;

/// <summary>Why a trade waits, and for whom. Where several rules fire, the strictest of each counts.</summary>
/// <param name="Reason">One sentence for approvers.</param>
/// <param name="RequiredApprovals">The most that any of the rules asks for.</param>
/// <param name="Approvers">Everybody whom one of the rules names; empty when none names anybody.</param>
/// <param name="EscalateTo">The same for the time after escalation.</param>
public sealed record StoppedTrade(
    string Reason,
    int RequiredApprovals,
    IReadOnlyList<string> Approvers,
    IReadOnlyList<string> EscalateTo
);
