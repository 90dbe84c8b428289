namespace AgentTrader.Services.Market;

/// <summary>Who says when a company reports.</summary>
public enum EarningsSource
{
    /// <summary>The market's own calendar.</summary>
    Market,

    /// <summary>A person, or another system.</summary>
    Manual,
}
