using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>An entry in steps (document 5, requirement 11): what is still to be bought, and when next.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="DecisionId">The decision that all tranches belong to.</param>
/// <param name="Kind">The signal behind it.</param>
/// <param name="SignalAt">Since when that signal had lasted.</param>
/// <param name="Price">Dollars a share at the decision.</param>
/// <param name="Quantity">Shares still to be bought.</param>
/// <param name="Tranches">In so many orders.</param>
/// <param name="NextAt">Market time of the next one.</param>
/// <param name="ApprovedBy">Who said yes to the first of them, which is a yes to all.</param>
/// <param name="IsRecommended">Whether it follows a recommendation from outside, and not the chart.</param>
public sealed record EntryPlan(
    string Symbol,
    string DecisionId,
    SignalKind Kind,
    DateTimeOffset SignalAt,
    decimal Price,
    long Quantity,
    int Tranches,
    DateTimeOffset NextAt,
    string? ApprovedBy = null,
    bool IsRecommended = false
)
{
    /// <summary>Dollars that the tranches to come cost with their fees, at the price of the decision.</summary>
    public decimal Cost => Money.ToCents(Price * Quantity) + (Fees.Flat * Tranches);
}
