using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 7.5: while most positions fall, the engine looks after those it has.</summary>
internal sealed class BroadDeclineRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.IsBroadDecline() ? SkipReason.BroadDecline : null;
}
