namespace AgentTrader.Core.Oversight;

/// <summary>Why a trade waits, and for whom.</summary>
/// <param name="Reason">One sentence for approvers.</param>
/// <param name="Quorums">
/// Whom the rules that fired ask for, each of them: else the approvers of a mild rule could let pass what a strict one stopped.
/// </param>
public sealed record StoppedTrade(string Reason, IReadOnlyList<Quorum> Quorums);
