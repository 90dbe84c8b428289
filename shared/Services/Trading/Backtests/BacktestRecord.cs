using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>A backtest as it is stored, without its long lists; also the message that has it run.</summary>
/// <param name="BacktestId">Prefix <c>bkt</c>.</param>
/// <param name="OwnerId">The user who asked for it.</param>
/// <param name="Request">What to replay.</param>
/// <param name="MarketNow">The market's time when it was asked for: later bars are not read, however late it runs.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record BacktestRecord(
    string BacktestId,
    string OwnerId,
    StartBacktestRequest Request,
    DateTimeOffset MarketNow,
    DateTimeOffset CreatedAt
) : IQueueMessage
{
    public BacktestStatus Status { get; init; }

    /// <summary>The part done, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>When it reached its final status, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public PerformanceMetrics? Metrics { get; init; }

    /// <summary>Of the micro-trades (document 5, requirement 20.7).</summary>
    public MicroMetrics? Micro { get; init; }

    public PerformanceMetrics? Benchmark { get; init; }

    public string? OrderListHash { get; init; }

    /// <summary>How many orders were filled.</summary>
    public int? Orders { get; init; }

    /// <summary>How many bars were replayed.</summary>
    public long? Bars { get; init; }

    /// <summary>Why it failed, in a sentence.</summary>
    public string? Error { get; init; }

    public string? Fault() =>
        !EntityId.IsValid(BacktestId, IdPrefixes.Backtest) ? "it names no backtest."
        : !Names.IsName(OwnerId) ? "it names no owner."
        : MarketNow < ExchangeCalendar.Range.First.Open || MarketNow > ExchangeCalendar.Range.Last.Close
            ? "there is no market at its time."
        : null;

    public bool IsFinal => Status is BacktestStatus.Completed or BacktestStatus.Failed or BacktestStatus.Cancelled;
}
