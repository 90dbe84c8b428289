using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>
/// Requirement 2.1: base × confidence / threshold × the tier's multiplier. The agent's risk tolerance, 1 to 10, changes that
/// by a tenth for each step away from 5. Requirement 20.3: a micro-trade has a size of its own.
/// </summary>
internal sealed class BaseSizeRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        entry.Pct =
            step.Config.BaseAllocationPct
            * (entry.Signal.Confidence / step.Parameters.MinConfidence)
            * step.Parameters.SizeMultiplier
            * (1 + ((step.Settings.RiskTolerance - 5) / 10.0));
        return null;
    }
}
