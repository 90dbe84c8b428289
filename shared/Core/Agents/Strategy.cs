namespace AgentTrader.Core.Agents;

public enum Strategy
{
    Conservative,
    Balanced,
    Aggressive,
    Custom,
}
