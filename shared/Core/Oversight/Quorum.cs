namespace AgentTrader.Core.Oversight;

/// <summary>How many of whom must say yes to a trade, as one rule has it.</summary>
/// <param name="Required">At least so many.</param>
/// <param name="Approvers">The ids of those who count; empty when every approver does.</param>
/// <param name="EscalateTo">The ids of those who count too once the request is escalated.</param>
public sealed record Quorum(int Required, IReadOnlyList<string> Approvers, IReadOnlyList<string> EscalateTo)
{
    /// <summary>One approver, whoever it is.</summary>
    public static Quorum AnyOne { get; } = new(1, [], []);

    /// <summary>Those that must all be met: what one of them demands together with another is left out.</summary>
    public static IReadOnlyList<Quorum> Combine(IEnumerable<OversightRule> rules)
    {
        var needed = new List<Quorum>();
        foreach (
            var next in rules.Select(rule => new Quorum(
                rule.RequiredApprovals,
                rule.Approvers ?? [],
                rule.EscalateTo ?? []
            ))
        )
        {
            if (!needed.Exists(next.IsMetBy))
            {
                needed.RemoveAll(each => each.IsMetBy(next));
                needed.Add(next);
            }
        }

        return needed;
    }

    /// <summary>Whether whoever meets the other meets this too.</summary>
    private bool IsMetBy(Quorum other) =>
        other.Required >= Required
        && (
            Approvers.Count == 0
            || (
                other.Approvers.Count > 0
                && other.Approvers.All(Approvers.Contains)
                && other.EscalateTo.All(id => Approvers.Contains(id) || EscalateTo.Contains(id))
            )
        );
}
