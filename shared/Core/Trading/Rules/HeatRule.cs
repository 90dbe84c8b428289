using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 13.2: no new risk while the loss of all stops together would be too large.</summary>
internal sealed class HeatRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.Heat() > step.ActivePool * (decimal)step.Parameters.MaxPortfolioHeat ? SkipReason.PortfolioHeat : null;
}
