namespace AgentTrader.Core.Oversight;

/// <summary>An agent's rules of oversight (document 1, FR-012 to FR-015, US-014).</summary>
public sealed record OversightRules
{
    /// <summary>What holds until somebody changes it: a trade above the agent's threshold waits for one approver.</summary>
    public static OversightRules Default { get; } = new();

    /// <summary>A trade waits when any of them fires; none means that nothing ever waits.</summary>
    public IReadOnlyList<OversightRule> Rules { get; init; } = [new("Large trades", new Trigger(TriggerKind.Value))];

    /// <summary>Only note on the trade what would have stopped it, and stop nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>An approved trade is not made when the price has moved by more than so many percent since approvers were asked.</summary>
    public decimal PriceTolerancePct { get; init; } = 2m;

    /// <summary>For so many minutes of the market after a no, the agent avoids the same symbol and direction; 0 for not at all.</summary>
    public int RejectionPauseMinutes { get; init; } = 60;

    /// <summary>What stops the trade; null when nothing does.</summary>
    /// <param name="facts">Of the trade.</param>
    /// <param name="threshold">The agent's oversight threshold in dollars.</param>
    public StoppedTrade? Stop(TradeFacts facts, decimal threshold)
    {
        List<string>? reasons = null;
        List<OversightRule>? fired = null;
        foreach (var rule in Rules)
        {
            var found = new List<string>();
            if (rule.When.Fires(facts, threshold, found))
            {
                (reasons ??= []).AddRange(found);
                (fired ??= []).Add(rule);
            }
        }

        if (fired is null)
        {
            return null;
        }

        var sentence = string.Join("; ", reasons!.Distinct(StringComparer.Ordinal)) + ".";
        return new StoppedTrade(char.ToUpperInvariant(sentence[0]) + sentence[1..], Quorum.Combine(fired));
    }
}
