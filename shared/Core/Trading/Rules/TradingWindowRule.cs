using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 11.1: not in the first and last minutes. The signal lasts, so it is decided when the window opens.</summary>
internal sealed class TradingWindowRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.IsWithinWindow ? null : SkipReason.OutsideTradingWindow;
}
