using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Stops;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading;

/// <summary>What an agent's engine did beside trading, kept in the agent's partition (document 5, requirement 18).</summary>
public static class EngineLogs
{
    /// <summary>Breakers that opened and closed, changes of the risk tier and the like.</summary>
    public static AgentLog<EngineEvent> Events { get; } = new("event");

    /// <summary>Levels as they were set and moved, with the inputs they were reckoned from (requirement 18.3).</summary>
    public static AgentLog<StopLevels> Stops { get; } = new("stop");

    /// <summary>The portfolio at the end of each session (requirements 14.3 and 18.4).</summary>
    public static AgentLog<DaySnapshot> Days { get; } = new("day");
}
