using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 3.5: with too small an active pool, only exits.</summary>
internal sealed class ActivePoolRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.ActivePool < step.Config.MinActivePool ? SkipReason.ActivePoolTooSmall : null;
}
