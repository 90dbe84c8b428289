namespace AgentTrader.Services.Trading.Control;

/// <summary>The body of <c>PUT /agents/{agentId}/trading/reserve</c>.</summary>
/// <param name="Balance">Dollars that the reserve pool is to hold, in whole cents; at most the agent's cash.</param>
/// <param name="Reason">Why, in 1 to 500 characters.</param>
public sealed record SetReserveRequest(decimal Balance, string Reason)
{
    public const int MaxReasonLength = 500;
}
