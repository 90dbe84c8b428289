using AgentTrader.Core.Market;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>A portfolio's value every five minutes of the market, and the figures that run along (document 5, requirement 14).</summary>
public sealed class PortfolioHistory(AgentStore agents, InstanceStorage storage, Valuation valuation)
{
    private const string Prefix = "snapshot|";
    private const string PrefixEnd = "snapshot}";
    private const int MaxPoints = 1000;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>Adds the point of the current five minutes, once.</summary>
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
        var row = JsonRow.Create(state.Agent.AgentId, Prefix + NewestFirst.Key(at), new PortfolioPoint(at, value));
        // A conflict means that another host has just recorded this point.
        await agents.CommitAsync(
            state,
            next,
            [new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)],
            cancellationToken
        );
    }

    /// <summary>A page of the points, newest first.</summary>
    public async Task<(IReadOnlyList<PortfolioPoint> Points, string? NextPageToken)> ListAsync(
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {agentId} and RowKey ge {Prefix} and RowKey lt {PrefixEnd}"
        );
        var (rows, next) = await Table.PageAsync(filter, pageSize, pageToken, cancellationToken);
        return ([.. rows.Select(JsonRow.Read<PortfolioPoint>)], next);
    }

    /// <summary>The points since an instant, oldest first; where there are more than 1,000, evenly thinned.</summary>
    public async Task<IReadOnlyList<PortfolioPoint>> PointsAsync(
        string agentId,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {agentId} and RowKey ge {Prefix} and RowKey lt {PrefixEnd}"
        );
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
