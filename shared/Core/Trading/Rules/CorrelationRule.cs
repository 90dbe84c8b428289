using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>
/// Requirements 9.2, 9.3 and 2.5: the more a symbol moves like what is held the less of it is bought, and beyond a limit
/// nothing; a single close relative among the positions halves the size.
/// </summary>
internal sealed class CorrelationRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        entry.Correlation = step.AverageCorrelation(view.Symbol, out var highest);
        if (double.IsNaN(entry.Correlation))
        {
            return null;
        }

        var (from, to) = (step.Config.CorrelationShrinkFrom, step.Config.CorrelationRejectFrom);
        if (entry.Correlation > to)
        {
            return SkipReason.Correlation;
        }

        if (entry.Correlation > from)
        {
            entry.Pct *= (to - entry.Correlation) / (to - from);
        }

        if (highest > step.Config.PairCorrelationLimit)
        {
            entry.Pct /= 2;
        }

        return null;
    }
}
