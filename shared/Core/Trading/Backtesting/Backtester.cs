using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>
/// Replays bars through the engine in memory: the third driver of docs/architecture.md. At the start of each bar the engine
/// sees the bars before it and the price it opens with; orders fill at that price's bid and ask. The same request gives the
/// same result, to the byte.
/// </summary>
public sealed class Backtester
{
    private readonly BacktestRequest request;
    private readonly string[] symbols;
    private readonly ReadOnlyMemory<Bar>[] bars;
    private readonly SymbolTrack[] tracks;
    private readonly SymbolView[] views;
    private readonly int[] next;
    private readonly double[] shares;

    /// <summary>Dollars that the benchmark puts into each symbol.</summary>
    private readonly double part;
    private readonly Func<string, decimal?> priceOf;
    private readonly List<BacktestTrade> trades = [];
    private readonly List<EquityPoint> curve = [];
    private readonly IncrementalHash fills = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CorrelationMatrix correlations;
    private readonly double[] closes;
    private Book book;
    private Session session;
    private int orders;
    private long replayed;

    private Backtester(BacktestRequest request)
    {
        this.request = request;
        symbols = [.. request.Bars.Keys.Order(StringComparer.Ordinal)];
        bars = Array.ConvertAll(symbols, symbol => request.Bars[symbol]);
        tracks = Array.ConvertAll(symbols, symbol => new SymbolTrack(symbol));
        views = Array.ConvertAll(symbols, symbol => new SymbolView(symbol, default, null));
        next = new int[symbols.Length];
        shares = new double[symbols.Length];
        part = (double)request.InitialCapital / Math.Max(symbols.Length, 1);
        priceOf = PriceOf;
        correlations = new CorrelationMatrix(symbols);
        closes = new double[symbols.Length];
        book = Book.Open(request.InitialCapital).Activate();
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
        var total = bars.Sum(each => (long)each.Length);
        while (NextStart() is { } start && start < request.To)
        {
            if (start >= session.Close)
            {
                EndSession();
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)replayed / total);
                // Bars before the opening belong to no session: the one before has ended, and none has begun.
                var latest = ExchangeCalendar.LastStarted(start);
                session = latest.Contains(start) ? latest : default;
            }

            var end = Open(start);
            if (start >= request.From && session.Contains(start))
            {
                Trade(start, end);
            }

            Close(start);
        }

        EndSession();
        return Result();
    }

    private DateTimeOffset? NextStart()
    {
        DateTimeOffset? earliest = null;
        for (var i = 0; i < symbols.Length; i++)
        {
            if (next[i] < bars[i].Length && bars[i].Span[next[i]].Start is var start && !(start >= earliest))
            {
                earliest = start;
            }
        }

        return earliest;
    }

    /// <summary>Shows the engine the opening prices of the bars that start now, and says when the first of them ends.</summary>
    private DateTimeOffset Open(DateTimeOffset start)
    {
        var end = DateTimeOffset.MaxValue;
        for (var i = 0; i < symbols.Length; i++)
        {
            if (next[i] < bars[i].Length && bars[i].Span[next[i]] is var bar && bar.Start == start)
            {
                Quote.Spread(bar.Open, out views[i].Bid, out views[i].Ask);
                views[i].AsOf = start;
                end = bar.End < end ? bar.End : end;
                Invest(i);
            }
        }

        return end;
    }

    /// <summary>Takes the bars that started now into the figures, to be seen from the next start on.</summary>
    private void Close(DateTimeOffset start)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (next[i] < bars[i].Length && bars[i].Span[next[i]].Start == start)
            {
                ref readonly var bar = ref bars[i].Span[next[i]++];
                tracks[i].Add(bar);
                views[i].Features = tracks[i].Features;
                Quote.Spread(bar.Close, out views[i].Bid, out views[i].Ask);
                views[i].AsOf = bar.End;
                replayed++;
            }
        }
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
        for (var i = 0; i < symbols.Length; i++)
        {
            views[i].Recommendation = request.Recommendations.Newest(symbols[i], at, request.OwnerId);
        }

        var input = Input(at);
        var output = Engine.Decide(input);
        book = output.Book;
        request.Observe?.Invoke(input, output);
        foreach (var order in output.Orders)
        {
            Fill(order, at);
        }
    }

    private EngineInput Input(DateTimeOffset at) =>
        new(request.AgentId, request.Settings, book, views, at, at)
        {
            Config = request.Config,
            Correlations = correlations,
            Earnings = request.Earnings,
            MacroEvent = IsEventOn(at),
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

    private void Fill(Order order, DateTimeOffset at)
    {
        var fees = Fees.For(order);
        if (book.Check(order, order.EstimatedPrice, fees) is not null)
        {
            return;
        }

        var opened = book.StopOf(order.Symbol);
        var fill = new Fill(order.TradeId, order.EstimatedPrice, order.Quantity, fees, at, at);
        var change = book.Apply(order, fill, request.Config);
        book = change.Book;
        orders++;
        fills.AppendData(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{at:O} {order.Action} {order.Quantity} {order.Symbol} {fill.Price}\n"
                )
            )
        );
        if (order.Action == TradeAction.Sell)
        {
            var cost = change.Closed.Sum(lot => lot.Cost);
            trades.Add(
                new BacktestTrade(
                    order.TradeId,
                    order.DecisionId ?? "",
                    order.Symbol,
                    order.Quantity,
                    change.Closed[0].AcquiredAt,
                    at,
                    Money.ToPrice(cost / order.Quantity),
                    fill.Price,
                    change.RealizedPnL,
                    opened?.Kind == SignalKind.Micro,
                    change.Closed.Any(lot => lot.IsWashSale)
                )
            );
        }
    }

    /// <summary>At a session's close: the risk tier, a point of the equity curve, and the correlations for the next session.</summary>
    private void EndSession()
    {
        if (session.Length == TimeSpan.Zero)
        {
            return;
        }

        Judge();

        for (var i = 0; i < closes.Length; i++)
        {
            closes[i] = tracks[i].Features.Last.Close;
        }

        correlations.Add(closes);
        if (session.Close > request.From)
        {
            var held = (double)request.InitialCapital;
            for (var i = 0; i < symbols.Length; i++)
            {
                held += shares[i] > 0 ? (shares[i] * (double)views[i].Bid) - part : 0;
            }

            curve.Add(new EquityPoint(session.Date, book.ValueAt(priceOf), Money.ToCents((decimal)held)));
        }
    }

    /// <summary>The benchmark buys a symbol when it first has a price to trade at.</summary>
    private void Invest(int symbol)
    {
        if (shares[symbol] == 0 && views[symbol].AsOf >= request.From && views[symbol].Ask > 0)
        {
            shares[symbol] = part / (double)views[symbol].Ask;
        }
    }

    private decimal? PriceOf(string symbol)
    {
        var place = Array.BinarySearch(symbols, symbol, StringComparer.Ordinal);
        return place >= 0 && views[place].Bid > 0 ? views[place].Bid : null;
    }

    private BacktestResult Result() =>
        new(
            book,
            PerformanceMetrics.Of(
                [request.InitialCapital, .. curve.Select(point => point.Value)],
                [.. trades.Select(trade => trade.PnL)],
                book.TaxAdjustedPnL
            ),
            MicroMetrics.Of(
                [.. trades.Where(trade => trade.IsMicro).Select(trade => trade.PnL)],
                book.RealizedPnL,
                curve.Count
            ),
            PerformanceMetrics.Of([request.InitialCapital, .. curve.Select(point => point.BuyAndHold)], []),
            Convert.ToHexStringLower(fills.GetHashAndReset())[..16],
            orders,
            replayed,
            trades,
            curve
        );
}
