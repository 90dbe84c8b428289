namespace AgentTrader.Services.Storage;

/// <summary>The queues between the steps of a trade (docs/architecture.md), and of long work.</summary>
public static class QueueNames
{
    public const string AgentCycles = "agent-cycles";
    public const string TradeOrders = "trade-orders";
    public const string Backtests = "backtests";

    /// <summary>What people did in Slack.</summary>
    public const string SlackActions = "slack-actions";

    /// <summary>What approvers are to be told.</summary>
    public const string ApprovalNotices = "approval-notices";

    /// <summary>What the host puts behind a queue's name for the queue of the messages that failed too often.</summary>
    public const string PoisonEnding = "-poison";

    public static IReadOnlyList<string> All { get; } =
    [AgentCycles, TradeOrders, Backtests, SlackActions, ApprovalNotices];
}
