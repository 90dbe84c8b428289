namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 2.7: whole shares, at least one, and no more than the cash pays for with every tranche's fee.</summary>
internal sealed class WholeSharesRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        entry.Quantity = Shares(Money.ToCents(step.ActivePool * (decimal)entry.Pct), view.Ask);
        if (entry.Quantity == 0)
        {
            return SkipReason.PositionTooSmall;
        }

        entry.Quantity = Math.Min(entry.Quantity, Shares(step.Cash - (Fees.Flat * step.Config.Tranches), view.Ask));
        return entry.Quantity > 0 ? null : SkipReason.InsufficientFunds;
    }

    private static long Shares(decimal amount, decimal price) =>
        amount < price ? 0 : (long)Math.Min(decimal.Floor(amount / price), Order.MaxQuantity);
}
