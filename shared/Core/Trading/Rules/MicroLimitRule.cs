using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 20.4: so many micro-trades a day.</summary>
internal sealed class MicroLimitRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        IsMicro(entry) && step.Book.Engine.MicroTrades >= step.Config.MicroMaxPerDay ? SkipReason.MicroLimit : null;
}
