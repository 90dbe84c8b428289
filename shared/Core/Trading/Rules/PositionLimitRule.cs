using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 8.4: so many positions and no more. A much better signal makes the engine free a place for it.</summary>
internal sealed class PositionLimitRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        if (step.OpenPositions < step.Config.MaxOpenPositions)
        {
            return null;
        }

        step.MakePlaceFor(entry.Signal);
        return SkipReason.PositionLimit;
    }
}
