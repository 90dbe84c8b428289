using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>
/// Ours: an entry that could not even pay for its purchase and its sale if it reached its target would only lose.
/// </summary>
internal sealed class FeesRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.TargetDistance(view, entry.Signal.Kind) * entry.Quantity < 2 * Fees.Flat
            ? SkipReason.NotWorthItsFees
            : null;
}
