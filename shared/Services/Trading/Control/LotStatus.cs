namespace AgentTrader.Services.Trading.Control;

/// <summary>What became of shares that were bought together (document 5, requirement 12.1).</summary>
public enum LotStatus
{
    /// <summary>Still held.</summary>
    Open,

    /// <summary>Sold.</summary>
    Closed,

    /// <summary>Sold at a loss that does not count for taxes, because the symbol was bought shortly before.</summary>
    Washed,
}
