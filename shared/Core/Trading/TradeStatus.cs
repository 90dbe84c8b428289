namespace AgentTrader.Core.Trading;

public enum TradeStatus
{
    Pending,
    PendingApproval,
    Completed,
    Failed,
    Cancelled,
}
