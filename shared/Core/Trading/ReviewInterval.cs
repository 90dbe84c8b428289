namespace AgentTrader.Core.Trading;

/// <summary>How often something is reviewed, counted in the exchange's calendar.</summary>
public enum ReviewInterval
{
    /// <summary>Every session.</summary>
    Daily,

    /// <summary>A session of each week.</summary>
    Weekly,

    /// <summary>A session of each month.</summary>
    Monthly,
}
