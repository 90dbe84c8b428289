using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>The hours that a person gave the agent (document 1, FR-001).</summary>
internal sealed class TradingHoursRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.IsWithinAgentHours() ? null : SkipReason.OutsideTradingHours;
}
