using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 2.7: whole shares, at least one, and no more than the cash pays for with every tranche's fee.</summary>
internal sealed class WholeSharesRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        entry.Quantity = Shares(step.PartOfPool(entry.Pct), view.Ask);
        if (entry.Quantity == 0)
        {
            return SkipReason.PositionTooSmall;
        }

        var affordable = Shares(step.Cash - (Fees.Flat * step.Config.Tranches), view.Ask);
        if (affordable == 0)
        {
            // The decision tells what the cash does not pay for.
            return SkipReason.InsufficientFunds;
        }

        entry.Quantity = Math.Min(entry.Quantity, affordable);
        return null;
    }

    /// <summary>Whole shares that an amount in dollars pays for; 0 for a negative one.</summary>
    public static long Shares(decimal amount, decimal price) =>
        amount < price ? 0 : (long)Math.Min(decimal.Floor(amount / price), Order.MaxQuantity);
}
