using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 10: nothing on the eve of earnings; near them the flag halves the largest position.</summary>
internal sealed class EarningsRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        if (step.DaysToEarnings(view.Symbol) is not { } days)
        {
            return null;
        }

        entry.EarningsNear = days <= step.Config.PreEarningsDays && -days <= step.Config.PostEarningsDays;
        return days >= 0 && days <= step.Config.EarningsBlackoutDays ? SkipReason.EarningsBlackout : null;
    }
}
