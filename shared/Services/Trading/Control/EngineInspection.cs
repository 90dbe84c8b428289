using System.Globalization;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Control;

/// <summary>An agent's engine as people look at it. Each question reads the agent once; all throw 404 for an unknown agent.</summary>
public sealed class EngineInspection(
    AgentAccess access,
    TradingControls controls,
    DecisionStore decisions,
    PortfolioHistory history,
    Valuation valuation,
    MarketClock clock,
    InstanceStorage storage
)
{
    public async Task<EngineStatusResponse> StatusAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var (book, config) = (state.Book, state.Engine.Config);
        var control = await controls.GetAsync(cancellationToken);
        var prices = await valuation.PricesAsync(book, cancellationToken);
        var (latest, _) = await decisions.ListAsync(agentId, null, null, null, null, 1, null, cancellationToken);
        var now = clock.MarketNow;
        return new(
            config.Enabled,
            control.Paused || state.Control.Paused,
            control.KillSwitch || state.Control.KillSwitch,
            book.Status,
            book.PendingApprovalTradeId,
            book.Engine.TierFor(state.Agent.Settings.Strategy, config),
            config.ManualTier is not null,
            BreakerResponse.OpenIn(book, now),
            Valuation.ValueOf(book, prices) - book.ReservePool,
            book.ReservePool,
            Valuation.HeatOf(book, prices),
            book.Positions.Length,
            book.Engine.Day == ExchangeCalendar.DateOf(now) ? book.Engine.MicroTrades : 0,
            latest.Count > 0 ? latest[0].Decision.MarketTime : null,
            state.Engine.Version,
            now
        );
    }

    /// <summary>The levels of all positions that have some, by symbol.</summary>
    public async Task<IReadOnlyList<StopResponse>> StopsAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var book = (await access.RequireAsync(caller, agentId, cancellationToken)).Book;
        return [.. StopsOf(book, await valuation.PricesAsync(book, cancellationToken))];
    }

    /// <summary>
    /// A page of the open lots, oldest first, where sales between two pages may move lots from one to the other; or of the
    /// closed ones, last closed first.
    /// </summary>
    public async Task<(IReadOnlyList<LotResponse> Lots, string? NextPageToken)> LotsAsync(
        Caller caller,
        string agentId,
        bool closed,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var book = (await access.RequireAsync(caller, agentId, cancellationToken)).Book;
        if (closed)
        {
            var (lots, token) = await ClosedLots.ListAsync(storage, agentId, pageSize, pageToken, cancellationToken);
            return ([.. lots.Select(LotResponse.Of)], token);
        }

        var prices = await valuation.PricesAsync(book, cancellationToken);
        var start = pageToken is null ? 0 : int.Parse(pageToken, CultureInfo.InvariantCulture);
        var next = start + pageSize;
        return (
            [.. book.Lots.Skip(start).Take(pageSize).Select(lot => LotResponse.Of(lot, PriceOf(lot.Symbol, prices)))],
            next < book.Lots.Length ? next.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    /// <summary>The reserve pool and a page of its ledger, newest first.</summary>
    public async Task<ReserveResponse> ReserveAsync(
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var (entries, next) = await ReserveLedger.Log.ListAsync(
            storage,
            agentId,
            pageSize,
            pageToken,
            cancellationToken
        );
        return new(state.Book.ReservePool, entries, next);
    }

    /// <summary>The risk tier in force and what it asks for.</summary>
    public async Task<RiskTierResponse> RiskTierAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var tier = state.Book.Engine.TierFor(state.Agent.Settings.Strategy, state.Engine.Config);
        return new(tier, state.Engine.Config.ManualTier is not null, RiskTierParameters.Of(tier));
    }

    /// <summary>A page of what the engine did beside trading, newest first.</summary>
    public Task<(IReadOnlyList<EngineEvent> Events, string? NextPageToken)> EventsAsync(
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    ) => LogAsync(EngineLogs.Events, caller, agentId, pageSize, pageToken, cancellationToken);

    /// <summary>A page of levels as they were set and moved, newest first.</summary>
    public async Task<(IReadOnlyList<StopChangeResponse> Changes, string? NextPageToken)> StopHistoryAsync(
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var (levels, next) = await LogAsync(EngineLogs.Stops, caller, agentId, pageSize, pageToken, cancellationToken);
        return ([.. levels.Select(StopChangeResponse.Of)], next);
    }

    /// <summary>A page of the portfolio at the end of sessions, newest first.</summary>
    public Task<(IReadOnlyList<DaySnapshot> Days, string? NextPageToken)> SnapshotsAsync(
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    ) => LogAsync(EngineLogs.Days, caller, agentId, pageSize, pageToken, cancellationToken);

    public async Task<CircuitBreakersResponse> BreakersAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var book = (await access.RequireAsync(caller, agentId, cancellationToken)).Book;
        var now = clock.MarketNow;
        return new(
            BreakerResponse.OpenIn(book, now),
            [.. book.Engine.Bans.Where(ban => ban.Until > now)],
            book.Engine.StopHits
        );
    }

    public async Task<EnginePerformanceResponse> PerformanceAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var (book, engine) = (state.Book, state.Book.Engine);
        var value = Valuation.ValueOf(book, await valuation.PricesAsync(book, cancellationToken));
        var now = clock.MarketNow;
        var (recent, micro) = await history.FiguresAsync(state, value, cancellationToken);
        return new(
            value,
            value - book.ReservePool,
            book.ReservePool,
            value - book.Cash - book.Positions.Sum(position => position.Cost),
            book.RealizedPnL,
            book.TaxAdjustedPnL,
            book.FeesPaid,
            Performance.Of(state, now).At(value, book.Budget, ExchangeCalendar.DateOf(now)),
            recent,
            micro,
            engine.Days
        );
    }

    private async Task<(IReadOnlyList<T> Entries, string? NextPageToken)> LogAsync<T>(
        AgentLog<T> log,
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        return await log.ListAsync(storage, agentId, pageSize, pageToken, cancellationToken);
    }

    private static IEnumerable<StopResponse> StopsOf(Book book, IReadOnlyDictionary<string, decimal> prices) =>
        from position in book.Positions
        let stop = book.StopOf(position.Symbol)
        where stop is not null
        select StopResponse.Of(stop, position, PriceOf(position.Symbol, prices));

    private static decimal? PriceOf(string symbol, IReadOnlyDictionary<string, decimal> prices) =>
        prices.TryGetValue(symbol, out var price) ? price : null;
}
