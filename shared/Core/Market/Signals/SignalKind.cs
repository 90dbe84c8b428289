namespace AgentTrader.Core.Market.Signals;

/// <summary>The built-in ways to read a chart.</summary>
public enum SignalKind
{
    /// <summary>A fast moving average against a slow one.</summary>
    Trend,

    /// <summary>How far the price came in a month of bars.</summary>
    Momentum,

    /// <summary>Back to the average after an exaggeration.</summary>
    MeanReversion,

    /// <summary>Out of the range of the last bars.</summary>
    Breakout,

    /// <summary>Two short averages within the day (document 5, requirement 20).</summary>
    Micro,

    /// <summary>What somebody outside recommends; it is not read from the chart.</summary>
    Recommendation,
}
