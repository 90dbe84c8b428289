using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>
/// Every setting of the engine with the default of document 5 and the number of its requirement. Parts are of 1 (0.05 is
/// five percent), amounts are dollars.
/// </summary>
public sealed record EngineConfig
{
    public static EngineConfig Default { get; } = new();

    /// <summary>16.1: whether the engine trades at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>5.7: the tier an operator has chosen; null lets the engine choose.</summary>
    public RiskTier? ManualTier { get; init; }

    /// <summary>
    /// 1.1 and 16.1, polling_interval_seconds: how often the engine looks for something new to buy or a recommendation to follow.
    /// Stops, breakers and entries that were begun are seen to every minute, whatever this is.
    /// </summary>
    public TimeSpan PollingInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>1.5: for so long of market time an agent does not use the same recommendation again.</summary>
    public TimeSpan RecommendationTtl { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What the strategy <c>custom</c> reads; the others read what <see cref="StrategySignals"/> says.</summary>
    public IReadOnlyList<SignalKind> CustomSignals { get; init; } =
    [SignalKind.Trend, SignalKind.Momentum, SignalKind.MeanReversion, SignalKind.Breakout];

    /// <summary>2.1: part of the active pool for a signal that is just strong enough. The document gives none; this is ours.</summary>
    public double BaseAllocationPct { get; init; } = 0.08;

    /// <summary>2.4: the absolute cap of a position, $50 for a $500 portfolio, as it scales with the portfolio.</summary>
    public double AbsoluteCapPct { get; init; } = 0.10;

    /// <summary>2.5: from this correlation with any position on, the allocation is halved (the document says reduced).</summary>
    public double PairCorrelationLimit { get; init; } = 0.7;

    /// <summary>3.1: the part of a realized profit that goes into the reserve pool.</summary>
    public decimal ReserveSiphonPct { get; init; } = 0.20m;

    /// <summary>3.4: a reserve pool above this part of the portfolio calls for more risk.</summary>
    public double ReserveHighWaterPct { get; init; } = 0.30;

    /// <summary>3.5: below this active pool the engine enters nothing.</summary>
    public decimal MinActivePool { get; init; } = 100m;

    /// <summary>3.6: a loss of this part of the budget opens the reserve pool.</summary>
    public decimal EmergencyDrawdownPct { get; init; } = 0.40m;

    /// <summary>4.6: the part of the way to the target after which the stop moves to the entry price.</summary>
    public decimal TrailingTriggerPct { get; init; } = 0.50m;

    /// <summary>4.3: the change of the average true range, as a part of it, that makes the levels be set anew. Ours.</summary>
    public double VolatilityChangePct { get; init; } = 0.25;

    /// <summary>4.3: scales the distance of a stop while the signal behind it is weaker than the tier asks for. Ours.</summary>
    public double WeakSignalStopFactor { get; init; } = 0.5;

    /// <summary>4.8: without a price for so long during market hours a position is closed.</summary>
    public TimeSpan StalePrice { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>5.2: how often the tier is judged, at the close of the last session of the time.</summary>
    public ReviewInterval TierInterval { get; init; } = ReviewInterval.Daily;

    /// <summary>5.4: below this part of winners in 30 days the tier goes down.</summary>
    public double DowngradeWinRate { get; init; } = 0.40;

    /// <summary>5.4: above this drawdown the tier goes down.</summary>
    public double DowngradeDrawdown { get; init; } = 0.15;

    /// <summary>5.5: above this part of winners in 30 days the tier may go up.</summary>
    public double UpgradeWinRate { get; init; } = 0.55;

    /// <summary>5.5: above this part of the portfolio in reserve the tier may go up.</summary>
    public double UpgradeReservePct { get; init; } = 0.20;

    /// <summary>5.5: below this drawdown the tier may go up.</summary>
    public double UpgradeDrawdown { get; init; } = 0.05;

    /// <summary>6.1: a loss of this part within a day halts the engine until the next session.</summary>
    public decimal DailyLossPct { get; init; } = 0.05m;

    /// <summary>6.2: a position that lost this part of its entry value is closed.</summary>
    public decimal PositionLossPct { get; init; } = 0.15m;

    /// <summary>6.2: for so long the engine does not enter that symbol again.</summary>
    public TimeSpan ReEntryBan { get; init; } = TimeSpan.FromHours(48);

    /// <summary>6.3: the yearly volatility, in percent, above which trading pauses; the document leaves it open, 80 is ours.</summary>
    public double VolatilityLimit { get; init; } = 80;

    /// <summary>6.3: more stops than this within <see cref="StopHitWindow"/> pause trading.</summary>
    public int StopHitLimit { get; init; } = 3;

    public TimeSpan StopHitWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>6.3: for so long.</summary>
    public TimeSpan VolatilityPause { get; init; } = TimeSpan.FromHours(2);

    /// <summary>7.2: scales the distance of stops while a macro event lasts.</summary>
    public double EventStopFactor { get; init; } = 0.5;

    /// <summary>7.3: a move of more than this part within 15 minutes makes the agent look at the position at once.</summary>
    public double PriceMovePct { get; init; } = 0.05;

    /// <summary>7.5: more than this part of the positions below <see cref="DeclineLossPct"/> ends new entries.</summary>
    public double DeclinePositionsPct { get; init; } = 0.50;

    public decimal DeclineLossPct { get; init; } = 0.02m;

    /// <summary>8.1: how often positions and sectors are brought back within their limits, in the first session of the time.</summary>
    public ReviewInterval RebalanceInterval { get; init; } = ReviewInterval.Weekly;

    /// <summary>8.4: the most positions kept open.</summary>
    public int MaxOpenPositions { get; init; } = 10;

    /// <summary>8.4: how much more confident than the weakest position a new one must be to replace it. Ours.</summary>
    public double ReplacementEdge { get; init; } = 0.15;

    /// <summary>9.2: from this average correlation on, the allocation shrinks, down to nothing at the next.</summary>
    public double CorrelationShrinkFrom { get; init; } = 0.5;

    /// <summary>9.3: above this average correlation a trade is rejected.</summary>
    public double CorrelationRejectFrom { get; init; } = 0.8;

    /// <summary>9.5: with fewer sectors than this, a new sector is given <see cref="DiversificationBonus"/>.</summary>
    public int DiversificationSectors { get; init; } = 3;

    public double DiversificationBonus { get; init; } = 1.2;

    /// <summary>10.2: so many trading days before earnings positions are smaller and stops tighter.</summary>
    public int PreEarningsDays { get; init; } = 3;

    public double PreEarningsSizeFactor { get; init; } = 0.5;

    public double PreEarningsStopFactor { get; init; } = 0.7;

    /// <summary>10.3: so many trading days before earnings nothing is entered.</summary>
    public int EarningsBlackoutDays { get; init; } = 1;

    /// <summary>10.4: so many trading days after earnings sizing is normal again.</summary>
    public int PostEarningsDays { get; init; } = 1;

    /// <summary>11.1: after the opening and before the close, no orders for so long.</summary>
    public TimeSpan WindowMargin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>11.3: a position worth more is entered in steps, unless this part of the active pool is smaller.</summary>
    public decimal GradualEntryAmount { get; init; } = 30m;

    public decimal GradualEntryPct { get; init; } = 0.05m;

    /// <summary>11.3: in so many steps.</summary>
    public int Tranches { get; init; } = 3;

    /// <summary>11.3: so far apart.</summary>
    public TimeSpan TrancheInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>13.3: from this part of the largest heat on, stops are tightened.</summary>
    public double HeatTightenFrom { get; init; } = 0.80;

    /// <summary>19.2: a sale that wins or loses more than this part of the active pool is told at once.</summary>
    public decimal LargeResultPct { get; init; } = 0.05m;

    /// <summary>20.1: whether the engine trades within the day too.</summary>
    public bool MicroEnabled { get; init; }

    /// <summary>20.1: how often the engine reads the short averages for micro-trades.</summary>
    public TimeSpan MicroPollingInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>20.3: the largest micro-trade, as a part of the active pool.</summary>
    public double MicroMaxPct { get; init; } = 0.03;

    /// <summary>20.4: the most micro-trades in a day.</summary>
    public int MicroMaxPerDay { get; init; } = 10;

    /// <summary>20.5: how many average true ranges a micro-trade's stop lies below its entry.</summary>
    public double MicroStopAtrMultiplier { get; init; } = 1.0;

    /// <summary>20.5: how many times that distance its target lies above.</summary>
    public double MicroRewardRiskRatio { get; init; } = 1.5;

    /// <summary>20.6: after so long a micro-trade is closed, whatever it brought.</summary>
    public TimeSpan MicroMaxHold { get; init; } = TimeSpan.FromHours(2);
}
