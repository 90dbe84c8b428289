using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Market;

/// <summary>What the engine knows of the market beside its prices, as people look at it: earnings and correlations.</summary>
public sealed class MarketOutlook(
    IMarketData market,
    EarningsEntries entries,
    MarketHistory history,
    MarketClock clock,
    InstanceStorage storage
)
{
    private const string Partition = "correlations";

    /// <summary>The next earnings of every symbol that is listed or has days entered, the nearest first; unknown ones last.</summary>
    public async Task<IReadOnlyList<EarningsResponse>> EarningsAsync(CancellationToken cancellationToken)
    {
        var entered = await entries.ListAsync(cancellationToken);
        return
        [
            .. market
                .Symbols.Union(entered.Select(day => day.Symbol), StringComparer.Ordinal)
                .Select(symbol => EarningsOf(symbol, entered))
                .OrderBy(each => each.Date ?? DateOnly.MaxValue)
                .ThenBy(each => each.Symbol, StringComparer.Ordinal),
        ];
    }

    /// <summary>The next earnings of a symbol.</summary>
    public async Task<EarningsResponse> EarningsOfAsync(string symbol, CancellationToken cancellationToken) =>
        EarningsOf(symbol, await entries.ListAsync(cancellationToken));

    /// <summary>The correlations that were stored last; before the first night, those of now.</summary>
    public async Task<CorrelationsResponse> CorrelationsAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        var (rows, _) = await storage.Table(TableNames.Market).PageAsync(filter, 1, null, cancellationToken);
        return rows.Count > 0
            ? JsonRow.Read<CorrelationsResponse>(rows[0])
            : await ReckonAsync(
                ExchangeCalendar.SessionAt(Math.Max(0, ExchangeCalendar.LastStarted(clock.MarketNow).Index - 1)),
                cancellationToken
            );
    }

    /// <summary>Stores the correlations that hold after a session. The same session again stores the same.</summary>
    public async Task StoreCorrelationsAsync(Session over, CancellationToken cancellationToken)
    {
        var reckoned = await ReckonAsync(over, cancellationToken);
        await storage
            .Table(TableNames.Market)
            .UpsertEntityAsync(
                JsonRow.Create(Partition, NewestFirst.Key(over.Close), reckoned),
                TableUpdateMode.Replace,
                cancellationToken
            );
    }

    private EarningsResponse EarningsOf(string symbol, IReadOnlyList<EarningsDay> entered)
    {
        var today = ExchangeCalendar.DateOf(clock.MarketNow);
        List<DateOnly> days = [.. entered.Where(day => day.Symbol == symbol).Select(day => day.Date)];
        var known = market.Earnings.Next(symbol, today);
        var manual = days.Where(day => day >= today).Cast<DateOnly?>().FirstOrDefault();
        // Of the same day the market says so itself.
        var isManual = manual is not null && !(known <= manual);
        var date = isManual ? manual : known;
        return new(
            symbol,
            date,
            date is { } next ? ExchangeCalendar.TradingDaysBetween(today, next) : null,
            date is null ? null
                : isManual ? EarningsSource.Manual
                : EarningsSource.Market,
            days
        );
    }

    private async Task<CorrelationsResponse> ReckonAsync(Session over, CancellationToken cancellationToken)
    {
        var next = ExchangeCalendar.SessionAt(Math.Min(over.Index + 1, ExchangeCalendar.Range.Last.Index));
        var matrix = await history.CorrelationsAsync(next.Open, cancellationToken);
        return new(
            over.Date,
            CorrelationMatrix.Sessions,
            market.Symbols,
            [
                .. market.Symbols.Select(first =>
                    (IReadOnlyList<double?>)[.. market.Symbols.Select(second => Rounded(matrix.Of(first, second)))]
                ),
            ]
        );
    }

    private static double? Rounded(double correlation) => double.IsNaN(correlation) ? null : Math.Round(correlation, 4);
}
