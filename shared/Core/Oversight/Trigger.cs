namespace AgentTrader.Core.Oversight;

/// <summary>A condition on a trade, or several joined by AND or OR (document 1, FR-012).</summary>
/// <param name="Kind">What it looks at.</param>
/// <param name="Bound">See <see cref="TriggerKind"/>; null for the default. None for a first trade and for joined triggers.</param>
/// <param name="Of">The triggers that <see cref="TriggerKind.All"/> and <see cref="TriggerKind.Any"/> join; none otherwise.</param>
public sealed record Trigger(TriggerKind Kind, decimal? Bound = null, IReadOnlyList<Trigger>? Of = null)
{
    /// <summary>Percent of the portfolio.</summary>
    public const decimal DefaultConcentration = 30m;

    /// <summary>Times the usual range.</summary>
    public const decimal DefaultVolatility = 2m;

    public const decimal DefaultConfidence = 0.6m;

    /// <summary>Whether it fires, noting in the words of an approver what does.</summary>
    /// <param name="facts">Of the trade. What is not known fires nothing.</param>
    /// <param name="threshold">The agent's oversight threshold in dollars.</param>
    /// <param name="reasons">Takes a clause for each condition that holds.</param>
    public bool Fires(TradeFacts facts, decimal threshold, ICollection<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(reasons);
        if (Kind is TriggerKind.All or TriggerKind.Any)
        {
            return FiresJoined(facts, threshold, reasons);
        }

        var reason = Kind switch
        {
            TriggerKind.Value => OfValue(facts, Bound ?? threshold),
            TriggerKind.Concentration => OfConcentration(facts, Bound ?? DefaultConcentration),
            TriggerKind.Volatility => OfVolatility(facts, (double)(Bound ?? DefaultVolatility)),
            TriggerKind.Confidence => OfConfidence(facts, (double)(Bound ?? DefaultConfidence)),
            _ => facts.FirstTrade ? $"it would be the agent's first trade in {facts.Symbol}" : null,
        };
        if (reason is not null)
        {
            reasons.Add(reason);
        }

        return reason is not null;
    }

    private bool FiresJoined(TradeFacts facts, decimal threshold, ICollection<string> reasons)
    {
        var found = new List<string>();
        var fired = 0;
        foreach (var trigger in Of ?? [])
        {
            fired += trigger.Fires(facts, threshold, found) ? 1 : 0;
        }

        var fires = fired > 0 && (Kind == TriggerKind.Any || fired == Of?.Count);
        if (fires)
        {
            found.ForEach(reasons.Add);
        }

        return fires;
    }

    private static string? OfValue(TradeFacts facts, decimal bound) =>
        facts.Value <= bound ? null
        : facts.EntryShares is { } all
            ? InvariantText.Text(
                $"all {all} shares of the entry, of which this is a step, are worth ${facts.Value:N2} and exceed the ${bound:N0} threshold"
            )
        : InvariantText.Text($"trade value of ${facts.Value:N2} exceeds the ${bound:N0} threshold");

    private static string? OfConcentration(TradeFacts facts, decimal bound) =>
        facts.Action == Trading.TradeAction.Buy && facts.Concentration > bound
            ? InvariantText.Text(
                $"{facts.Symbol} would be {facts.Concentration:0.0} % of the portfolio, above {bound:0.##} %"
            )
            : null;

    private static string? OfVolatility(TradeFacts facts, double bound) =>
        facts.Volatility > bound
            ? InvariantText.Text(
                $"{facts.Symbol} moves {facts.Volatility:0.0} times as much as usual, more than {bound:0.##} times"
            )
            : null;

    private static string? OfConfidence(TradeFacts facts, double bound) =>
        facts.Confidence < bound
            ? InvariantText.Text($"the confidence of {facts.Confidence:0.00} is below {bound:0.00}")
            : null;
}
