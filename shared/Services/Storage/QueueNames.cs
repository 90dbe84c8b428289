namespace AgentTrader.Services.Storage;

/// <summary>The queues between the steps of a trade (DESIGN.md section 6).</summary>
public static class QueueNames
{
    public const string AgentCycles = "agent-cycles";
    public const string TradeOrders = "trade-orders";

    public static IReadOnlyList<string> All { get; } = [AgentCycles, TradeOrders];
}
