namespace AgentTrader.Core.Trading;

public enum OrderType
{
    Market,
    Limit,
    StopLoss,
}
