using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Stops;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Trading;

/// <summary>
/// Watches prices between agents' cycles, and wakes those whose levels a price has reached (document 5, requirements 4.4, 4.5
/// and 7). What it knows of levels it hears from the cycles of this host; those of other hosts it reads every five minutes of
/// the market, and every minute while a severe event is on. The engine alone decides what is done, so a wake-up too many
/// changes nothing.
/// </summary>
public sealed class StopChecks(
    AgentDirectory directory,
    AgentStore agents,
    AgentWakeUps wakeUps,
    MacroEvents macroEvents,
    IMarketData market,
    MarketClock clock,
    ILogger<StopChecks> log
)
{
    /// <summary>Requirement 4.3.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Requirement 7.4.</summary>
    private static readonly TimeSpan EventInterval = TimeSpan.FromMinutes(1);

    /// <summary>Requirement 7.3.</summary>
    private static readonly TimeSpan MoveWindow = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly LevelIndex levels = new();
    private readonly Dictionary<string, DateTimeOffset> movedAt = new(StringComparer.Ordinal);

    /// <summary>Market time of the last reading of all agents, of the last look at events, and of that at moves.</summary>
    private DateTimeOffset readAt;
    private DateTimeOffset lookedAt;
    private DateTimeOffset moveCheckedAt;

    /// <summary>Takes an agent's levels as a cycle left them.</summary>
    public void Watch(string agentId, Book book, EngineConfig config, bool macroEvent)
    {
        // An agent that does nothing by itself is not woken.
        var positions =
            book.Status == Core.Agents.AgentStatus.Active && config.Enabled
                ? WatchedPosition.Of(agentId, book, config, macroEvent)
                : [];
        lock (gate)
        {
            levels.Put(agentId, positions);
        }
    }

    /// <summary>Wakes the agents whose levels the prices of now have reached, or whose symbols moved far.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!clock.IsOpen)
        {
            return;
        }

        var now = clock.MarketNow;
        await ReadWhenDueAsync(now, cancellationToken);
        string[] symbols;
        lock (gate)
        {
            symbols = [.. levels.Symbols];
        }

        var isMoveDue = now - moveCheckedAt >= TimeSpan.FromMinutes(1) || now < moveCheckedAt;
        moveCheckedAt = isMoveDue ? now : moveCheckedAt;
        foreach (var symbol in symbols)
        {
            if (await market.GetQuoteAsync(symbol, now, cancellationToken) is not { Bid: > 0 } quote)
            {
                continue;
            }

            await WakeAsync(Take(symbol, quote.Bid), CycleReason.LevelReached, cancellationToken);
            if (isMoveDue && await MoveAsync(symbol, quote, now, cancellationToken) is var move && move > 0)
            {
                await WakeAsync(Moved(symbol, move, now), CycleReason.PriceMove, cancellationToken);
            }
        }
    }

    private async Task ReadWhenDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now >= lookedAt && now - lookedAt < EventInterval)
        {
            return;
        }

        lookedAt = now;
        var isEventOn = await macroEvents.IsSevereAtAsync(now, cancellationToken);
        if (now >= readAt && now - readAt < (isEventOn ? EventInterval : Interval))
        {
            return;
        }

        readAt = now;
        await foreach (var agentId in directory.ActiveAsync(cancellationToken))
        {
            if (await agents.FindAsync(agentId, cancellationToken) is { } state)
            {
                Watch(agentId, state.Book, state.Engine.Config, isEventOn);
            }
        }
    }

    /// <summary>The agents whose levels a price has reached; they are not watched again before their next cycle.</summary>
    private HashSet<string> Take(string symbol, decimal price)
    {
        lock (gate)
        {
            var reached = levels.Reached(symbol, price).Select(each => each.AgentId).ToHashSet(StringComparer.Ordinal);
            foreach (var agentId in reached)
            {
                levels.Put(agentId, []);
            }

            return reached;
        }
    }

    /// <summary>How far a price has come within the window, as a part of where it was.</summary>
    private async ValueTask<double> MoveAsync(
        string symbol,
        Quote quote,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now - MoveWindow;
        var price = (double)quote.Price;
        var earlier = await market.GetQuoteAsync(symbol, from, cancellationToken);
        var (low, high) = earlier is { Price: > 0 } ? ((double)earlier.Price, (double)earlier.Price) : (price, price);
        foreach (var bar in await market.GetBarsAsync(symbol, market.NativeInterval, from, now, cancellationToken))
        {
            (low, high) = (Math.Min(low, bar.Low), Math.Max(high, bar.High));
        }

        return Math.Max(price / low, high / price) - 1;
    }

    /// <summary>Whom a move concerns, once in a window.</summary>
    private HashSet<string> Moved(string symbol, double move, DateTimeOffset now)
    {
        lock (gate)
        {
            if (movedAt.TryGetValue(symbol, out var before) && now >= before && now - before < MoveWindow)
            {
                return [];
            }

            var moved = levels.MovedBy(symbol, move).Select(each => each.AgentId).ToHashSet(StringComparer.Ordinal);
            if (moved.Count > 0)
            {
                movedAt[symbol] = now;
            }

            return moved;
        }
    }

    private async Task WakeAsync(
        IReadOnlyCollection<string> agentIds,
        CycleReason reason,
        CancellationToken cancellationToken
    )
    {
        foreach (var agentId in agentIds)
        {
            log.LogInformation("{AgentId} is woken: {Reason}.", agentId, reason);
            await wakeUps.SendAsync(agentId, reason, cancellationToken);
        }
    }
}
