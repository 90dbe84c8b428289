using AgentTrader.Core.Market;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>
/// What is done once a session is over: the correlations for the next one, and each agent's portfolio of the day. Simulated
/// time knows no nights, so a session is over as soon as the next has begun. Whatever is done twice leads to the same.
/// </summary>
public sealed class SessionEnds(InstanceStorage storage, MarketOutlook outlook, AgentWakeUps wakeUps, MarketClock clock)
{
    private const string Partition = "market";
    private const string Row = "session-end";

    /// <summary>The last session that this host knows to be dealt with.</summary>
    private int known = -1;

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>Deals with the session that ended last, unless that was done.</summary>
    public async Task HandleAsync(CancellationToken cancellationToken)
    {
        var over = LastOver(clock.MarketNow);
        if (over.Index == known)
        {
            return;
        }

        var row = await Table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        // An instance that is new, or whose time was set back, did not live through the session.
        if (row.HasValue && row.Value!.GetInt32("Session") < over.Index)
        {
            await outlook.StoreCorrelationsAsync(over, cancellationToken);
            await wakeUps.SendSessionEndAsync(over.Date, cancellationToken);
        }

        await Table.UpsertEntityAsync(
            new TableEntity(Partition, Row) { ["Session"] = over.Index },
            TableUpdateMode.Replace,
            cancellationToken
        );
        known = over.Index;
    }

    private static Session LastOver(DateTimeOffset now)
    {
        var started = ExchangeCalendar.LastStarted(now);
        return now >= started.Close ? started : ExchangeCalendar.SessionAt(Math.Max(0, started.Index - 1));
    }
}
