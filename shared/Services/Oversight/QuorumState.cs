namespace AgentTrader.Services.Oversight;

/// <summary>How far a quorum of a request is.</summary>
/// <param name="Required">How many must say yes.</param>
/// <param name="Given">How many of those who count have.</param>
/// <param name="Approvers">Who counts now; empty when every approver does.</param>
public sealed record QuorumState(int Required, int Given, IReadOnlyList<Approver> Approvers)
{
    internal int Missing => Math.Max(Required - Given, 0);
}
