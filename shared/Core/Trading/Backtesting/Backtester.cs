using System.Collections.Immutable;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>
/// Replays bars through the engine in memory: the third driver of docs/architecture.md. At the start of each bar the engine
/// sees the bars before it and the price it opens with; orders fill at that price's bid and ask. The same request gives the
/// same result, to the byte.
/// </summary>
public sealed class Backtester
{
    private readonly BacktestRequest request;
    private readonly BarReplay market;
    private readonly BuyAndHold benchmark;
    private readonly CorrelationMatrix correlations;
    private readonly double[] closes;
    private readonly FillLog fills = new();
    private readonly List<EquityPoint> curve = [];
    private readonly Func<string, decimal?> bidOf;
    private Book book;
    private Session session;

    private Backtester(BacktestRequest request)
    {
        this.request = request;
        market = new BarReplay(request.Bars);
        bidOf = market.BidOf;
        var symbols = market.Symbols;
        benchmark = new BuyAndHold(request.InitialCapital, symbols.Length, request.From);
        closes = new double[symbols.Length];
        book = Book.Open(request.InitialCapital).Activate();
        correlations = new CorrelationMatrix(symbols);
        for (var row = 0; row < (request.ClosesBefore?.Values.FirstOrDefault()?.Count ?? 0); row++)
        {
            correlations.Add(Array.ConvertAll(symbols, symbol => request.ClosesBefore![symbol][row]));
        }
    }

    /// <summary>Runs a backtest to its end.</summary>
    /// <param name="request">What to replay.</param>
    /// <param name="progress">Told the part done, 0 to 1, after each session.</param>
    /// <param name="cancellationToken">Ends it between two sessions.</param>
    /// <exception cref="BookRefusedException">The initial capital is outside the range of a budget.</exception>
    public static BacktestResult Run(
        BacktestRequest request,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Backtester(request).Run(progress, cancellationToken);
    }

    private BacktestResult Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        while (market.NextStart() is { } start && start < request.To)
        {
            if (start >= session.Close)
            {
                EndSession();
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(market.Progress);
                // Bars before the opening belong to no session: the one before has ended, and none has begun.
                var latest = ExchangeCalendar.LastStarted(start);
                session = latest.Contains(start) ? latest : default;
            }

            var end = market.Open(start);
            benchmark.Invest(market, start);
            if (start >= request.From && session.Contains(start))
            {
                Trade(start, end);
            }

            market.Close(start);
        }

        EndSession();
        return Result();
    }

    /// <summary>
    /// Steps at the start of a bar; in a long bar first when the trading window opens, and then whenever a tranche is due.
    /// </summary>
    private void Trade(DateTimeOffset start, DateTimeOffset end)
    {
        var window = session.Open + request.Config.WindowMargin;
        var isLong = end - start > request.Config.TrancheInterval;
        var at = isLong && start < window ? window : start;
        while (at < end && at < session.Close)
        {
            Step(at);
            var due = NextTranche();
            if (!isLong || due is null || due <= at)
            {
                return;
            }

            at = due.Value;
        }
    }

    private DateTimeOffset? NextTranche()
    {
        DateTimeOffset? earliest = null;
        foreach (var plan in book.Engine.Plans)
        {
            earliest = plan.NextAt >= earliest ? earliest : plan.NextAt;
        }

        return earliest;
    }

    private void Step(DateTimeOffset at)
    {
        market.Recommend(request.Recommendations, at, request.OwnerId);
        var input = Input(at);
        var output = Engine.Decide(input);
        book = output.Book;
        request.Observe?.Invoke(input, output);
        foreach (var order in output.Orders)
        {
            Fill(order, output.Decisions, at);
        }
    }

    private EngineInput Input(DateTimeOffset at) =>
        new(request.AgentId, request.Settings, book, market.Views, at, at)
        {
            Config = request.Config,
            Correlations = correlations,
            Earnings = request.Earnings,
            MacroEvent = IsEventOn(at),
            WithReasons = request.Observe is not null,
        };

    /// <summary>Judges the risk tier by what a session closed on, if it was traded to its end.</summary>
    private void Judge()
    {
        if (
            session.Close > request.To
            || Engine.SessionToEnd(book, request.Config, session.Close)?.Index != session.Index
        )
        {
            return;
        }

        var input = Input(session.Close);
        var output = Engine.EndSession(input);
        book = output.Book;
        request.Observe?.Invoke(input, output);
    }

    private bool IsEventOn(DateTimeOffset at)
    {
        foreach (var each in request.MacroEvents)
        {
            if (each.IsSevereAt(at))
            {
                return true;
            }
        }

        return false;
    }

    private void Fill(Order order, ImmutableArray<Decision> decisions, DateTimeOffset at)
    {
        var fees = Fees.For(order);
        if (book.Check(order, order.EstimatedPrice, fees) is not null)
        {
            return;
        }

        if (book.PositionIn(order.Symbol) is null)
        {
            fills.Open(order.Symbol, RecommendationBehind(order, decisions));
        }

        var opened = book.StopOf(order.Symbol);
        var fill = new Fill(order.TradeId, order.EstimatedPrice, order.Quantity, fees, at, at);
        var change = book.Apply(order, fill, request.Config);
        book = change.Book;
        fills.Add(order, fill, change, opened?.Kind);
    }

    private static string? RecommendationBehind(Order order, ImmutableArray<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision.DecisionId == order.DecisionId)
            {
                return decision.RecommendationId;
            }
        }

        return null;
    }

    /// <summary>At a session's close: the risk tier, a point of the equity curve, and the correlations for the next session.</summary>
    private void EndSession()
    {
        if (session.Length == TimeSpan.Zero)
        {
            return;
        }

        Judge();
        market.LastCloses(closes);
        correlations.Add(closes);
        if (session.Close > request.From)
        {
            curve.Add(new EquityPoint(session.Date, book.ValueAt(bidOf), benchmark.ValueAt(market.Views.Span)));
        }
    }

    private BacktestResult Result() =>
        new(
            book,
            PerformanceMetrics.Of(
                Values(point => point.Value),
                [.. fills.Trades.Select(trade => trade.PnL)],
                book.TaxAdjustedPnL
            ),
            MicroMetrics.Of(
                [.. fills.Trades.Where(trade => trade.IsMicro).Select(trade => trade.PnL)],
                book.RealizedPnL,
                curve.Count
            ),
            PerformanceMetrics.Of(Values(point => point.BuyAndHold), []),
            fills.Hash(),
            fills.Orders,
            market.Replayed,
            fills.Trades,
            curve
        );

    /// <summary>Dollars at the start and at the end of each session.</summary>
    private decimal[] Values(Func<EquityPoint, decimal> of)
    {
        var values = new decimal[curve.Count + 1];
        values[0] = request.InitialCapital;
        for (var i = 0; i < curve.Count; i++)
        {
            values[i + 1] = of(curve[i]);
        }

        return values;
    }
}
