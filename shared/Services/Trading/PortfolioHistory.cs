using System.Text.Json;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>A portfolio's value every five minutes of the market, and the figures that run along (document 5, requirement 14).</summary>
public sealed class PortfolioHistory(
    AgentStore agents,
    TradeStore trades,
    InstanceStorage storage,
    Valuation valuation,
    Outbox outbox,
    TimeProvider time
)
{
    private const string Kind = "snapshot";
    private const string Prefix = Kind + "|";
    private const int MaxPoints = 1000;

    // As many rows as the storage gives at once.
    private const int TradesLookedAt = 1000;

    /// <summary>Market time between two points (requirement 14.1).</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>Adds the point of the current five minutes, once, and tells the dashboards.</summary>
    public async Task RecordAsync(AgentState state, DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        var at = new DateTimeOffset(marketTime.UtcTicks - marketTime.UtcTicks % Step.Ticks, TimeSpan.Zero);
        if (state.Performance is { } latest && latest.LastPoint >= at)
        {
            return;
        }

        var prices = await valuation.PricesAsync(state.Book, cancellationToken);
        var value = Valuation.ValueOf(state.Book, prices);
        var next = Performance.Of(state, marketTime).Next(value, ExchangeCalendar.DateOf(marketTime), at);
        var row = JsonRow.Create(
            state.Agent.AgentId,
            Prefix + NewestFirst.Key(at),
            Valuation.PointOf(state.Book, prices, at)
        );
        var told = Told(state, at, PortfolioUpdate.Of(state, state.Book, value, marketTime));
        var outcome = await agents.CommitAsync(
            state,
            next,
            [
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
                Outbox.Promise(state.Agent.AgentId, told),
            ],
            cancellationToken
        );
        // A conflict means that another host has just recorded this point.
        if (outcome == CommitOutcome.Committed)
        {
            await outbox.RelayAsync(state.Agent.AgentId, [told], cancellationToken);
        }
    }

    /// <summary>Keeps the portfolio of a session that is over, once.</summary>
    public async Task EndDayAsync(AgentState state, DateOnly day, CancellationToken cancellationToken)
    {
        var (agentId, book) = (state.Agent.AgentId, state.Book);
        var close = ExchangeCalendar.SessionOnOrAfter(day).Close;
        var (days, _) = await EngineLogs.Days.ListAsync(storage, agentId, 1, null, cancellationToken);
        if (days is [{ } last] && last.Date >= day)
        {
            return;
        }

        var portfolio = Valuation.Summarize(book, await valuation.PricesAsync(book, close, cancellationToken));
        var before = days is [{ } earlier] ? earlier.Value : book.Budget;
        var snapshot = new DaySnapshot(
            day,
            portfolio.Value,
            book.Cash,
            portfolio.Value - book.ReservePool,
            book.ReservePool,
            ReturnOf(portfolio.Value, before),
            ReturnOf(portfolio.Value, book.Budget),
            portfolio.Positions,
            await MetricsAsync(state, portfolio.Value, cancellationToken)
        );
        await agents.AddAsync(agentId, [EngineLogs.Days.Put(agentId, close, "day", 0, snapshot)], cancellationToken);
    }

    /// <summary>The figures of the last 30 sessions and today; wins and losses of the last 1,000 trades.</summary>
    public async Task<PerformanceMetrics> MetricsAsync(
        AgentState state,
        decimal value,
        CancellationToken cancellationToken
    ) => (await FiguresAsync(state, value, cancellationToken)).All;

    /// <summary>The same, and those of the micro-trades among these trades (document 5, requirement 20.7).</summary>
    public async Task<(PerformanceMetrics All, MicroMetrics Micro)> FiguresAsync(
        AgentState state,
        decimal value,
        CancellationToken cancellationToken
    )
    {
        var (book, engine) = (state.Book, state.Book.Engine);
        var (completed, _) = await trades.ListAsync(
            state.Agent.AgentId,
            TradeStatus.Completed,
            TradesLookedAt,
            null,
            cancellationToken
        );
        IEnumerable<decimal> starts = engine.Days.Select(day => day.StartValue);
        starts = engine.Day is null ? starts : starts.Append(engine.DayStartValue);
        decimal[] profits = [.. completed.Select(trade => trade.RealizedPnL).OfType<decimal>()];
        decimal[] micro = [.. completed.Where(trade => trade.Closed is { IsMicro: true }).Select(ProfitOf)];
        var days = completed.Where(trade => trade.Closed is not null).Select(SoldOn).Distinct().Count();
        return (
            PerformanceMetrics.Of(
                [.. starts, value],
                profits,
                profits.Sum() + (book.TaxAdjustedPnL - book.RealizedPnL)
            ),
            MicroMetrics.Of(micro, profits.Sum(), days)
        );

        static decimal ProfitOf(TradeRecord trade) => trade.RealizedPnL ?? 0;
        static DateOnly SoldOn(TradeRecord trade) => ExchangeCalendar.DateOf(trade.MarketTime ?? trade.SubmittedAt);
    }

    private OutboxMessage Told(AgentState state, DateTimeOffset at, JsonElement update) =>
        new AgentEvent(
            $"{state.Agent.AgentId}-{EventTypes.PortfolioUpdated}-{NewestFirst.Key(at)}",
            EventTypes.PortfolioUpdated,
            state.Agent.AgentId,
            state.Agent.OwnerId,
            null,
            state.Agent.AgentId,
            null,
            time.GetUtcNow(),
            update
        ).ToOutbox();

    private static double ReturnOf(decimal value, decimal before) =>
        before > 0 ? (double)((value - before) / before) : 0;

    /// <summary>The points since an instant, oldest first; where there are more than 1,000, evenly thinned.</summary>
    public async Task<IReadOnlyList<PortfolioPoint>> PointsAsync(
        string agentId,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var filter = TablePages.OfKind(agentId, Kind);
        if (since > DateTimeOffset.MinValue)
        {
            filter += " and " + TableClient.CreateQueryFilter($"RowKey le {Prefix + NewestFirst.Key(since)}");
        }

        var points = new List<PortfolioPoint>();
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            points.Add(JsonRow.Read<PortfolioPoint>(row));
        }

        points.Reverse();
        var stride = (points.Count + MaxPoints - 1) / MaxPoints;
        return stride <= 1 ? points : [.. points.Where((_, place) => (points.Count - 1 - place) % stride == 0)];
    }
}
