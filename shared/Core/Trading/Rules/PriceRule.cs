using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Nothing is entered at a price of another day, or by figures that end before the session before this one.</summary>
internal sealed class PriceRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        view.Ask <= 0 || view.AsOf < step.Session.Open || step.IsOld(view) ? SkipReason.NoPrice : null;
}
