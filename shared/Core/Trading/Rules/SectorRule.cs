using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 2.6: no more than fits into the sector's limit.</summary>
internal sealed class SectorRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        var room = step.Parameters.MaxSectorPct - entry.SectorExposure;
        entry.Pct = Math.Min(entry.Pct, room);
        return room <= 0 ? SkipReason.SectorLimit : null;
    }
}
