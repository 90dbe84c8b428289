using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 2.2: a signal below the tier's minimum confidence is skipped.</summary>
internal sealed class ConfidenceRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        entry.Signal.Confidence < step.Parameters.MinConfidence ? SkipReason.InsufficientConfidence : null;
}
