namespace AgentTrader.Core.Trading;

public enum DecisionTrigger
{
    Signal,
    StopLoss,
    TakeProfit,
}
