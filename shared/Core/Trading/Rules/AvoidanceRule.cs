using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Document 1, US-009: not again for a while what a person said no to.</summary>
internal sealed class AvoidanceRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.IsAvoided(view.Symbol, TradeAction.Buy) ? SkipReason.Rejected : null;
}
