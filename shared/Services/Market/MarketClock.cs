using AgentTrader.Core.Market;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Market;

/// <summary>
/// The time in the market, the same for all hosts of an instance. Simulated time runs from an anchor that is stored; every
/// few seconds a host stores how far it came, and the first host to start after all were gone goes on from there.
/// </summary>
public sealed class MarketClock(
    InstanceStorage storage,
    IMarketData market,
    MarketOptions options,
    TimeProvider time,
    ILogger<MarketClock> log
) : BackgroundService
{
    private const string Partition = "market";
    private const string Row = "clock";

    /// <summary>How often a host reports.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Without a report for so long, no host is running.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private volatile MarketClockState? state;
    private bool saidThatItEnded;

    /// <summary>The instant in the market.</summary>
    /// <exception cref="InvalidOperationException">The clock has not started.</exception>
    public DateTimeOffset MarketNow => options.Simulated ? MarketAt(Started.Anchor) : time.GetUtcNow();

    /// <summary>The market instant at which this instance began; the start of the process when time is not simulated.</summary>
    public DateTimeOffset Origin => Started.Origin;

    /// <summary>The wall clock's instant at which it will be, or was, an instant of the market.</summary>
    public DateTimeOffset WallAt(DateTimeOffset marketTime) =>
        options.Simulated ? Started.Anchor.WallAt(marketTime, market.Sessions) : marketTime;

    /// <summary>Whether the exchange is open, by market time.</summary>
    public bool IsOpen => ExchangeCalendar.IsOpen(MarketNow);

    /// <summary>Whether the data is used up: from now on market time stands still.</summary>
    public bool HasEnded => options.Simulated && MarketNow >= market.Sessions.Last.Close;

    public bool IsSimulated => options.Simulated;

    public int Speed => options.Simulated ? options.Speed : 1;

    private MarketClockState Started =>
        state ?? throw new InvalidOperationException("The market clock has not started.");

    /// <summary>Agrees with the other hosts on the time before anything asks for it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await storage.Table(TableNames.Settings).CreateIfNotExistsAsync(cancellationToken);
        await AgreeAsync(Reason.Join, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Reports how far time has come, and silence, so that the next start goes on from there however soon it is. Another
    /// host that runs on breaks the silence with its next report.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (state is not null)
        {
            try
            {
                await AgreeAsync(Reason.Leave, cancellationToken);
            }
            catch (Exception exception) when (exception is RequestFailedException or AggregateException)
            {
                log.LogWarning(
                    exception,
                    "The market time could not be stored; the next start goes on from the last report."
                );
            }
        }
    }

    /// <summary>Reports to the other hosts, and follows them if they have begun anew.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => AgreeAsync(Reason.Report, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Heartbeat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReportAsync(stoppingToken);
            }
            // After its retries the client throws an AggregateException; either way the market goes on without the report.
            catch (Exception exception) when (exception is RequestFailedException or AggregateException)
            {
                log.LogWarning(exception, "The market time could not be stored; the next report may succeed.");
            }
        }
    }

    private async Task AgreeAsync(Reason reason, CancellationToken cancellationToken)
    {
        if (!options.Simulated)
        {
            var now = time.GetUtcNow();
            state ??= new MarketClockState(market.Identity, now, new SimulatedTime(now, now, 1), now, now);
            return;
        }

        while (true)
        {
            var table = storage.Table(TableNames.Settings);
            var row = await table.GetEntityIfExistsAsync<TableEntity>(
                Partition,
                Row,
                cancellationToken: cancellationToken
            );
            var stored = row.HasValue ? JsonRow.Read<MarketClockState>(row.Value!) : null;
            var next = Next(stored, reason, time.GetUtcNow());
            var entity = JsonRow.Create(Partition, Row, next);
            try
            {
                await (
                    row.HasValue
                        ? table.UpdateEntityAsync(entity, row.Value!.ETag, TableUpdateMode.Replace, cancellationToken)
                        : table.AddEntityAsync(entity, cancellationToken)
                );
                state = next;
                SayWhenEnded();
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412)
            {
                // Another host was quicker: read what it has stored and agree with that.
            }
            catch (RequestFailedException exception) when (exception.Status is 404)
            {
                // Somebody reset the instance meanwhile.
                await table.CreateIfNotExistsAsync(cancellationToken);
            }
        }
    }

    /// <summary>What to store, given what is stored: the whole agreement between hosts, as a function.</summary>
    private MarketClockState Next(MarketClockState? stored, Reason reason, DateTimeOffset now)
    {
        if (stored?.Market != market.Identity)
        {
            // Nothing stored while running: somebody reset the instance. Time goes on as it was.
            if (reason != Reason.Join && state is { } running)
            {
                return Seen(running, reason, now);
            }

            var start = market.StartAt(options.From, now);
            log.LogInformation(
                "Market time begins at {Market:O} and runs {Speed} times as fast.",
                start,
                options.Speed
            );
            return new MarketClockState(
                market.Identity,
                start,
                new SimulatedTime(now, start, options.Speed),
                now,
                start
            );
        }

        if (reason == Reason.Join && (now - stored.SeenAt > Silence || stored.Anchor.Speed != options.Speed))
        {
            log.LogInformation(
                "Market time goes on at {Market:O} and runs {Speed} times as fast.",
                stored.SeenMarket,
                options.Speed
            );
            var anchor = new SimulatedTime(now, stored.SeenMarket, options.Speed);
            return stored with { Anchor = anchor, SeenAt = now };
        }

        return Seen(stored, reason, now);
    }

    private MarketClockState Seen(MarketClockState current, Reason reason, DateTimeOffset now) =>
        current with
        {
            SeenAt = reason == Reason.Leave ? DateTimeOffset.UnixEpoch : now,
            SeenMarket = current.Anchor.At(now, market.Sessions),
        };

    private DateTimeOffset MarketAt(SimulatedTime anchor) => anchor.At(time.GetUtcNow(), market.Sessions);

    private enum Reason
    {
        Join,
        Report,
        Leave,
    }

    private void SayWhenEnded()
    {
        if (HasEnded && !saidThatItEnded)
        {
            saidThatItEnded = true;
            log.LogWarning("The market's data ended at {Market:O}: its time stands still now.", MarketNow);
        }
    }
}
