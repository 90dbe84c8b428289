namespace AgentTrader.Core.Trading;

/// <summary>What a trade costs beside its price.</summary>
public static class Fees
{
    /// <summary>Dollars a trade, whatever its size (the example of document 1, section 5.1).</summary>
    public const decimal Flat = 1.00m;

    public static decimal For(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Flat;
    }
}
