namespace AgentTrader.Core.Trading;

public enum TradeAction
{
    Buy,
    Sell,
}
