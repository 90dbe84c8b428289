using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>All rows of one agent's partition, as they lie in storage.</summary>
internal sealed record StoredAgent(AgentRecord Record, Book Book)
{
    /// <summary>By trade id.</summary>
    public Dictionary<string, TradeRecord> Trades { get; } = [];

    /// <summary>The trades that carry the mark of an end.</summary>
    public HashSet<string> Ended { get; } = [];

    /// <summary>What was metered, over all months.</summary>
    public UsageFigures Used { get; set; } = new(0, 0);

    public List<Decision> Decisions { get; } = [];

    /// <summary>The messages that are promised still.</summary>
    public List<string> Promises { get; } = [];
}
