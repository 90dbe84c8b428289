using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>
/// Once a session is over, reckons the correlations for the next one, judges each agent's risk tier by what the session closed
/// on, and keeps its portfolio of the day. Rebalancing is the engine's: at the first cycle of a week within the trading window.
/// </summary>
public sealed class EndOfDay(SessionEnds sessions)
{
    [Function(nameof(EndOfDay))]
    public Task Run([TimerTrigger("%DecisionLoopSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sessions.HandleAsync(cancellationToken);
}
