using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 6: nothing is entered while a circuit breaker is open.</summary>
internal sealed class CircuitBreakerRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry) =>
        step.IsHalted ? SkipReason.CircuitBreaker : null;
}
