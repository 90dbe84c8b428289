using AgentTrader.Core.Market;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Market;

public class SyntheticMarketTests
{
    private static readonly SyntheticMarket Market = new(1);
    private static readonly Session Day = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 3, 2));
    private static readonly Session HalfDay = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 11, 27));

    [Fact]
    public void Pins_its_prices_so_that_no_machine_or_release_changes_them_unseen()
    {
        var bars = Bars("AAPL", BarInterval.FifteenMinutes, Day)
            .Take(2)
            .Append(Bars("ZZZZ", BarInterval.OneDay, Day)[0]);
        Assert.Equal(
            [
                "393.27 397.42 393.13 396.48 4013295",
                "396.48 400.81 396.46 398.33 3565347",
                "177.85 181.82 173.88 176.06 2336003",
            ],
            bars.Select(bar => FormattableString.Invariant($"{bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume}"))
        );
    }

    [Fact]
    public void The_seed_makes_the_market() =>
        Assert.NotEqual(
            new SyntheticMarket(1).QuoteAt("AAPL", Day.Open),
            new SyntheticMarket(2).QuoteAt("AAPL", Day.Open)
        );

    [Fact]
    public void Bars_hold_exactly_what_quotes_show() =>
        Prop.ForAll(
                Gen.Choose(-6_000, 6_000).ToArbitrary(),
                Gen.Elements(Universe.Symbols.Append("ANY").ToArray()).ToArbitrary(),
                Gen.Elements(Enum.GetValues<BarInterval>()).ToArbitrary(),
                (offset, symbol, interval) =>
                {
                    var session = ExchangeCalendar.SessionAt(Day.Index + offset);
                    var bar = Bars(symbol, interval, session)[^1];
                    var prices = Enumerable
                        .Range(0, 60)
                        .Select(i => bar.Start + ((bar.End - bar.Start) * (i / 60.0)))
                        .Select(at => (double)Market.QuoteAt(symbol, at).Price)
                        .ToArray();
                    Assert.Equal(bar.Open, prices[0]);
                    Assert.Equal(bar.Close, (double)Market.QuoteAt(symbol, bar.End.AddTicks(-1)).Price);
                    Assert.InRange(prices.Max(), bar.Low, bar.High);
                    Assert.InRange(prices.Min(), bar.Low, bar.High);
                    Assert.True(bar.Low > 0.01 && bar.High < 1_000_001);
                }
            )
            .Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("SPY")]
    [InlineData("XYZ")]
    public void Long_bars_are_the_sum_of_short_ones(string symbol)
    {
        foreach (var session in (Session[])[Day, HalfDay])
        {
            var minutes = Bars(symbol, BarInterval.OneMinute, session);
            Assert.Equal((int)session.Length.TotalMinutes, minutes.Count);
            foreach (var interval in Enum.GetValues<BarInterval>())
            {
                foreach (var bar in Bars(symbol, interval, session))
                {
                    var parts = minutes.Where(part => part.Start >= bar.Start && part.End <= bar.End).ToList();
                    var sum = new Bar(
                        bar.Start,
                        bar.End,
                        parts[0].Open,
                        parts.Max(part => part.High),
                        parts.Min(part => part.Low),
                        parts[^1].Close,
                        parts.Sum(part => part.Volume)
                    );
                    Assert.Equal(sum, bar);
                }
            }
        }
    }

    [Fact]
    public void Moves_in_session_hours_only()
    {
        var atClose = Market.QuoteAt("AAPL", Day.Close);
        Assert.Equal(atClose, Market.QuoteAt("AAPL", Day.Close.AddHours(10)));
        Assert.Equal(atClose.Price, Market.QuoteAt("AAPL", Day.Close.AddTicks(-1)).Price);
        Assert.NotEqual(atClose.Price, Market.QuoteAt("AAPL", Day.Close.AddHours(24)).Price);
    }

    [Fact]
    public void Volume_grows_through_the_session()
    {
        var volumes = Bars("NVDA", BarInterval.OneMinute, Day).Select(bar => bar.Volume).ToList();
        Assert.All(volumes, volume => Assert.True(volume > 0));
        Assert.Equal(volumes.Sum(), Market.QuoteAt("NVDA", Day.Close).Volume);
        Assert.Equal(0, Market.QuoteAt("NVDA", Day.Open).Volume);
        Assert.True(volumes.Take(30).Sum() > volumes.Skip(180).Take(30).Sum() * 2);
    }

    [Fact]
    public void Listed_shares_cost_about_what_they_really_did_at_the_base_date()
    {
        var close = ExchangeCalendar.SessionOnOrAfter(SyntheticMarket.BaseDate).Close;
        Assert.InRange(Market.QuoteAt("AAPL", close).Price, 265m, 279m);
        Assert.InRange(Market.QuoteAt("KO", close).Price, 69m, 71m);
    }

    [Fact]
    public void Shares_move_as_much_as_they_should_and_together()
    {
        var spy = Returns("SPY");
        var nvda = Returns("NVDA");
        var msft = Returns("MSFT");
        var xom = Returns("XOM");
        Assert.InRange(Deviation(spy), 0.009 * 0.8, 0.009 * 1.2);
        Assert.InRange(Deviation(nvda), 0.028 * 0.8, 0.028 * 1.2);
        Assert.InRange(Correlation(nvda, msft), 0.4, 0.65);
        Assert.InRange(Correlation(nvda, xom), 0.2, 0.5);
    }

    [Fact]
    public void The_spread_is_between_one_and_two_basis_points()
    {
        var quote = Market.QuoteAt("SPY", Day.Open.AddHours(1));
        Assert.InRange((quote.Ask - quote.Bid) / quote.Price, 0.0001m, 0.0002m);
        Assert.True(quote.Bid < quote.Price && quote.Price < quote.Ask);
    }

    [Fact]
    public void Gives_no_bar_that_is_not_over() =>
        Assert.Equal(
            Day.Open.AddMinutes(10),
            Market.Bars("SPY", BarInterval.FiveMinutes, Day.Open, Day.Open.AddMinutes(14)).Last().End
        );

    [Fact]
    public void Refuses_what_is_no_symbol() => Assert.Throws<ArgumentException>(() => Market.QuoteAt("spy", Day.Open));

    private static List<Bar> Bars(string symbol, BarInterval interval, Session session) =>
        [.. Market.Bars(symbol, interval, session.Open, session.Close)];

    private static double[] Returns(string symbol)
    {
        var closes = Enumerable
            .Range(Day.Index - 1_000, 1_000)
            .Select(index => (double)Market.QuoteAt(symbol, ExchangeCalendar.SessionAt(index).Close).Price)
            .ToArray();
        return [.. closes.Zip(closes.Skip(1), (a, b) => Math.Log(b / a))];
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average() / Deviation(a) / Deviation(b);
    }
}
