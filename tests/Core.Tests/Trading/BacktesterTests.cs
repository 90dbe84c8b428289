using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Core.Tests.Trading;

public class BacktesterTests
{
    private static readonly SortedDictionary<string, Bar[]> Market = Replays.Wandering(3, 200, "AAPL", "JPM", "XOM");

    [Fact]
    public void Trades_only_between_its_dates_but_learns_from_the_bars_before()
    {
        var (from, to) = (Market["AAPL"][100].Start, Market["AAPL"][150].Start);
        var result = Backtester.Run(Replays.Request(Market) with { From = from, To = to });
        Assert.Equal(50, result.EquityCurve.Count);
        Assert.NotEmpty(result.Trades);
        Assert.All(result.Trades, trade => Assert.InRange(trade.OpenedAt, from, to));
        Assert.Equal(450, result.Bars);
    }

    [Fact]
    public void The_benchmark_buys_equal_parts_at_the_first_price_and_holds()
    {
        var result = Backtester.Run(Replays.Request(Market));
        var expected = Market.Values.Sum(bars => 10_000.0 / 3 * bars[^1].Close / bars[0].Open);
        Assert.Equal(expected, (double)result.EquityCurve[^1].BuyAndHold, expected * 0.0005);
    }

    [Fact]
    public void The_curve_ends_with_what_the_book_is_worth()
    {
        var result = Backtester.Run(Replays.Request(Market));
        var value = result.Book.ValueAt(symbol =>
        {
            Quote.Spread(Market[symbol][^1].Close, out var bid, out _);
            return bid;
        });
        Assert.Equal(value, result.EquityCurve[^1].Value);
        Assert.Equal((double)(value / 10_000m) - 1, result.Metrics.TotalReturn, 1e-12);
    }

    [Fact]
    public void Config_and_settings_change_the_orders()
    {
        var request = Replays.Request(Market);
        string[] hashes =
        [
            Backtester.Run(request).OrderListHash,
            Backtester.Run(request with { Config = new() { Tranches = 1 } }).OrderListHash,
            Backtester
                .Run(request with { Settings = Replays.Balanced with { Strategy = Strategy.Custom } })
                .OrderListHash,
            Backtester.Run(request with { InitialCapital = 5_000m }).OrderListHash,
        ];
        Assert.Equal(4, hashes.Distinct().Count());
    }

    [Fact]
    public void Reasons_are_written_for_whoever_watches_and_change_nothing()
    {
        var (seen, request) = (0, Replays.Request(Market));
        var watched = Backtester.Run(
            request with
            {
                Observe = (input, output) =>
                {
                    seen += output.Orders.Length;
                    Assert.All(output.Decisions, decision => Assert.NotEmpty(decision.Reasoning));
                    Assert.All(output.Orders, order => Assert.NotEmpty(order.Reasoning));
                    var silent = Engine.Decide(input with { WithReasons = false });
                    Assert.All(silent.Orders, order => Assert.Equal("", order.Reasoning));
                    Assert.Equal(
                        output.Orders.Select(order => order with { Reasoning = "" }),
                        silent.Orders.AsEnumerable()
                    );
                },
            }
        );
        var alone = Backtester.Run(request);
        Assert.True(seen > 10);
        Assert.Equal(watched.OrderListHash, alone.OrderListHash);
        Assert.Equal(watched.Book.ToJson(), alone.Book.ToJson());
    }

    [Fact]
    public void Bars_before_the_opening_belong_to_no_session()
    {
        var days = Enumerable.Range(EngineScene.Day.Index, 3).Select(ExchangeCalendar.SessionAt);
        Bar[] minutes =
        [
            .. days.SelectMany(day => Enumerable.Range(-60, 120).Select(minute => day.Open.AddMinutes(minute)))
                .Select(at => new Bar(at, at.AddMinutes(1), 100, 101, 99, 100, 10)),
        ];
        var result = Backtester.Run(Replays.Request(new(StringComparer.Ordinal) { ["AAPL"] = minutes }));
        Assert.Equal(days.Select(day => day.Date), result.EquityCurve.Select(point => point.Date));
        Assert.Equal(360, result.Bars);
    }

    [Fact]
    public void Reports_its_progress_and_can_be_cancelled()
    {
        var parts = new List<double>();
        Backtester.Run(Replays.Request(Market), new Listener(parts.Add), TestContext.Current.CancellationToken);
        Assert.Equal(parts.Order(), parts);
        Assert.InRange(parts[^1], 0.98, 1);
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Backtester.Run(Replays.Request(Market), new Listener(_ => cancelled.Cancel()), cancelled.Token)
        );
    }

    [Fact]
    public void Survives_gaps_halts_and_impossible_prices()
    {
        var market = Replays.Wandering(4, 150, "AAPL", "JPM", "XOM");
        market["AAPL"] = [.. market["AAPL"].Where((_, i) => i is < 60 or > 90)];
        market["JPM"] = [.. market["JPM"].Select((bar, i) => i < 70 ? bar : Scaled(bar, 0.0001))];
        market["XOM"] = [.. market["XOM"].Select((bar, i) => i < 70 ? bar : Scaled(bar, 100_000))];
        Backtester.Run(Replays.Request(market)).Book.Assert();
        market["XOM"] = [];
        Backtester.Run(Replays.Request(market)).Book.Assert();
        Assert.Empty(Backtester.Run(Replays.Request([])).EquityCurve);
    }

    private static Bar Scaled(Bar bar, double factor) =>
        bar with
        {
            Open = bar.Open * factor,
            High = bar.High * factor,
            Low = bar.Low * factor,
            Close = bar.Close * factor,
        };

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
