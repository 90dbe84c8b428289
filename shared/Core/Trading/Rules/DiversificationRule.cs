using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 9.5: with few sectors held, a new one is worth more.</summary>
internal sealed class DiversificationRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        entry.SectorExposure = step.SectorExposure(view.Symbol, out var sectors);
        if (sectors < step.Config.DiversificationSectors && entry.SectorExposure == 0)
        {
            entry.Pct *= step.Config.DiversificationBonus;
        }

        return null;
    }
}
