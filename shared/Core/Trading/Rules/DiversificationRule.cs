using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 9.5: with few sectors held, a new one is worth more.</summary>
internal sealed class DiversificationRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        var sector = Universe.SectorOf(view.Symbol);
        entry.SectorExposure = step.SectorExposure(sector, out var sectors);
        if (sectors < step.Config.DiversificationSectors && entry.SectorExposure == 0)
        {
            entry.Pct *= step.Config.DiversificationBonus;
        }

        return null;
    }
}
