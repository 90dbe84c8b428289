using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>A buy on its way through the rules, which shrink it or let it pass.</summary>
internal struct Entry
{
    public Signal Signal;

    /// <summary>What it follows, when it does not follow a reading of the chart.</summary>
    public Recommendation? Recommendation;

    /// <summary>Part of the active pool that the position may be, of 1.</summary>
    public double Pct;

    /// <summary>Shares; set by the last rule.</summary>
    public long Quantity;

    /// <summary>Average correlation with what is held; NaN until it is reckoned.</summary>
    public double Correlation;

    /// <summary>The sector's part of the active pool; NaN until it is reckoned.</summary>
    public double SectorExposure;

    public bool EarningsNear;
}
