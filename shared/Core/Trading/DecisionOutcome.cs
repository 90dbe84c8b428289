namespace AgentTrader.Core.Trading;

public enum DecisionOutcome
{
    Act,
    Skip,
}
