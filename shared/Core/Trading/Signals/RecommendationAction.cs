namespace AgentTrader.Core.Trading.Signals;

/// <summary>What a recommendation says to do.</summary>
public enum RecommendationAction
{
    Buy,
    Sell,

    /// <summary>Leave a position as it is: nothing to act on.</summary>
    Hold,

    /// <summary>Look at it later: nothing to act on.</summary>
    Watch,
}
