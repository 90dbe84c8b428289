using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>
/// Once a session is over, reckons the correlations for the next one and keeps each agent's portfolio of the day. The engine
/// itself judges the risk tier and rebalances at the first cycle of the session or week that follows, as a backtest does.
/// </summary>
public sealed class EndOfDay(SessionEnds sessions)
{
    [Function(nameof(EndOfDay))]
    public Task Run([TimerTrigger("%DecisionLoopSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sessions.HandleAsync(cancellationToken);
}
