using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>
/// The largest position: the tier's part of the active pool (requirement 2.3), halved near earnings (10.2), the absolute cap
/// (2.4), and a micro-trade's own (20.3).
/// </summary>
internal sealed class LargestPositionRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        var largest = step.Parameters.MaxPositionPct;
        if (entry.EarningsNear)
        {
            largest *= step.Config.PreEarningsSizeFactor;
        }

        if (IsMicro(entry))
        {
            largest = Math.Min(largest, step.Config.MicroMaxPct);
        }

        var cap = step.Config.AbsoluteCapPct * ((double)step.Value / (double)step.ActivePool);
        entry.Pct = Math.Min(entry.Pct, Math.Min(largest, cap));
        return null;
    }
}
