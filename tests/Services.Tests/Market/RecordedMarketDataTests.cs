using System.Globalization;
using AgentTrader.Core.Market;
using AgentTrader.Core.Tests.Market;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Tests.Market;

public class RecordedMarketDataTests
{
    private const string ThreeDays =
        BarFolder.Daily
        + "2013-11-27,10,12,9,11,1000\n"
        + "2013-11-29,11.5,13,11,12.25,500\n"
        + "2013-12-02,12,12,12,12,0\n";

    private const string Minutes =
        BarFolder.Minute
        + "2013-10-07T09:28:00-04:00,99,99,99,99,5\n"
        + "2013-10-07T09:30:00-04:00,100,101,99,100.5,10\n"
        + "2013-10-07T09:31:00-04:00,100.6,102,100,101,20\n"
        + "2013-10-07T09:34:00-04:00,101.1,101.2,98,98.5,30\n";

    [Theory]
    [InlineData("2013-11-27T14:29:59Z", null, 0, null)]
    [InlineData("2013-11-27T14:30:00Z", "10", 0, "2013-11-27T14:30:00Z")]
    [InlineData("2013-11-27T20:59:59Z", "10", 0, "2013-11-27T14:30:00Z")]
    [InlineData("2013-11-27T21:00:00Z", "11", 1000, "2013-11-27T21:00:00Z")]
    [InlineData("2013-11-28T18:00:00Z", "11", 1000, "2013-11-27T21:00:00Z")]
    [InlineData("2013-11-29T14:30:00Z", "11.5", 0, "2013-11-29T14:30:00Z")]
    [InlineData("2013-11-29T18:00:00Z", "12.25", 500, "2013-11-29T18:00:00Z")]
    [InlineData("2020-01-01T00:00:00Z", "12", 0, "2013-12-02T21:00:00Z")]
    public async Task Knows_of_a_day_its_open_first_and_its_close_when_it_is_over(
        string at,
        string? price,
        long volume,
        string? asOf
    )
    {
        using var folder = new BarFolder().With("ABC.csv", ThreeDays);
        var quote = await RecordedMarketData.Load(folder.Path).GetQuoteAsync("ABC", Instant(at), Cancel);
        Assert.Equal(
            (price is null ? null : decimal.Parse(price, CultureInfo.InvariantCulture), volume),
            (quote?.Price, quote?.Volume ?? 0)
        );
        Assert.Equal(asOf is null ? null : Instant(asOf), quote?.AsOf);
    }

    [Theory]
    [InlineData("2013-10-07T13:29:30Z", "99", 5)]
    [InlineData("2013-10-07T13:30:00Z", "100", 5)]
    [InlineData("2013-10-07T13:30:59Z", "100", 5)]
    [InlineData("2013-10-07T13:31:00Z", "100.6", 15)]
    [InlineData("2013-10-07T13:32:00Z", "101", 35)]
    [InlineData("2013-10-07T13:33:59Z", "101", 35)]
    public async Task Knows_of_a_running_minute_its_open_alone(string at, string price, long volume)
    {
        using var folder = new BarFolder().With("ABC.csv", Minutes);
        var quote = await RecordedMarketData.Load(folder.Path).GetQuoteAsync("ABC", Instant(at), Cancel);
        Assert.Equal((decimal.Parse(price, CultureInfo.InvariantCulture), volume), (quote!.Price, quote.Volume));
    }

    [Fact]
    public async Task Answers_native_bars_as_they_were_recorded()
    {
        using var folder = new BarFolder().With("ABC.csv", Minutes);
        var market = RecordedMarketData.Load(folder.Path);
        var bars = await market.GetBarsAsync(
            "ABC",
            BarInterval.OneMinute,
            Instant("2013-10-07T13:30:00Z"),
            Instant("2013-10-07T13:32:00Z"),
            Cancel
        );
        Assert.Equal([100, 100.6], bars.Select(bar => bar.Open));
        var last = await market.GetLastBarsAsync("ABC", 2, Instant("2013-10-07T13:34:30Z"), Cancel);
        Assert.Equal([100, 100.6], last.ToArray().Select(bar => bar.Open));
    }

    [Fact]
    public async Task Merges_minutes_into_longer_bars_of_the_session()
    {
        using var folder = new BarFolder().With("ABC.csv", Minutes);
        var market = RecordedMarketData.Load(folder.Path);
        var (open, close) = (Instant("2013-10-07T13:30:00Z"), Instant("2013-10-07T20:00:00Z"));
        Assert.Equal(
            [new Bar(open, open.AddMinutes(5), 100, 102, 98, 98.5, 60)],
            await market.GetBarsAsync("ABC", BarInterval.FiveMinutes, open, close, Cancel)
        );
        Assert.Empty(await market.GetBarsAsync("ABC", BarInterval.OneDay, open, close.AddTicks(-1), Cancel));
        Assert.Single(await market.GetBarsAsync("ABC", BarInterval.OneDay, open, close, Cancel));
    }

    [Fact]
    public async Task Knows_nothing_of_a_symbol_without_a_file()
    {
        using var folder = new BarFolder().With("ABC.csv", ThreeDays);
        var market = RecordedMarketData.Load(folder.Path);
        var at = Instant("2020-01-01T00:00:00Z");
        Assert.Null(await market.GetQuoteAsync("XYZ", at, Cancel));
        Assert.Empty(await market.GetBarsAsync("XYZ", BarInterval.OneDay, at.AddYears(-20), at, Cancel));
        Assert.True((await market.GetLastBarsAsync("XYZ", 5, at, Cancel)).IsEmpty);
        Assert.Equal(["ABC"], market.Symbols);
    }

    [Theory]
    [InlineData("", "ABC.csv, line 1: the file is empty")]
    [InlineData("time;open\n", "ABC.csv, line 1: the header date,open,high,low,close,volume or time,open")]
    [InlineData(BarFolder.Daily, "ABC.csv, line 1: there is no bar after the header")]
    [InlineData(BarFolder.Daily + "2013-11-27,10,12,9,11\n", "ABC.csv, line 2: 6 columns are expected and 5 found")]
    [InlineData(BarFolder.Daily + "2013-11-27,10,12,9,11,1,1\n", "ABC.csv, line 2: 6 columns are expected and 7 found")]
    [InlineData(ThreeDays + "\n2013-12-03,1,1,1,1,1\n", "ABC.csv, line 5: 6 columns are expected and")]
    [InlineData(
        ThreeDays + "yesterday,10,12,9,11,1\n",
        "ABC.csv, line 5: a date as YYYY-MM-DD is expected, and 'yesterday' found"
    )]
    [InlineData(ThreeDays + "2013-02-30,10,12,9,11,1\n", "ABC.csv, line 5: a date")]
    [InlineData(ThreeDays + "1813-02-03,10,12,9,11,1\n", "ABC.csv, line 5: a date")]
    [InlineData(ThreeDays + "2013-11-28,10,12,9,11,1\n", "ABC.csv, line 5: 2013-11-28 is earlier than the line before")]
    [InlineData(ThreeDays + "2013-12-02,10,12,9,11,1\n", "ABC.csv, line 5: 2013-12-02 is there twice")]
    [InlineData(ThreeDays + "2013-12-03,NaN,12,9,11,1\n", "ABC.csv, line 5: a price above 0")]
    [InlineData(ThreeDays + "2013-12-03,10,Infinity,9,11,1\n", "ABC.csv, line 5: a price above 0")]
    [InlineData(ThreeDays + "2013-12-03,10,12,-9,11,1\n", "ABC.csv, line 5: a price above 0")]
    [InlineData(ThreeDays + "2013-12-03,0,12,9,11,1\n", "ABC.csv, line 5: a price above 0")]
    [InlineData(ThreeDays + "2013-12-03,\"1,0\",12,9,11,1\n", "ABC.csv, line 5: a price above 0")]
    [InlineData(ThreeDays + "2013-12-03,10,9,12,11,1\n", "ABC.csv, line 5: open and close are expected to lie between")]
    [InlineData(ThreeDays + "2013-12-03,10,12,9,13,1\n", "ABC.csv, line 5: open and close are expected to lie between")]
    [InlineData(ThreeDays + "2013-12-03,10,12,9,11,-1\n", "ABC.csv, line 5: a volume is expected")]
    [InlineData(ThreeDays + "2013-12-03,10,12,9,11,1.5\n", "ABC.csv, line 5: a volume is expected")]
    [InlineData(Minutes + "2013-10-07T09:35:00,1,1,1,1,1\n", "ABC.csv, line 6: a minute with its offset")]
    [InlineData(Minutes + "2013-10-07T09:35:01-04:00,1,1,1,1,1\n", "ABC.csv, line 6: a minute with its offset")]
    public void A_malformed_line_is_one_sentence_with_its_place(string text, string sentence)
    {
        using var folder = new BarFolder().With("ABC.csv", text);
        var message = Assert.Throws<MarketDataException>(() => RecordedMarketData.Load(folder.Path)).Message;
        Assert.StartsWith(sentence, message);
        Assert.EndsWith(".", message);
    }

    [Fact]
    public void An_endless_line_is_refused_before_it_is_read()
    {
        using var folder = new BarFolder().With("ABC.csv", ThreeDays + new string('9', 1_000_000));
        Assert.Equal(
            "ABC.csv, line 5: a field is longer than 100 characters.",
            Assert.Throws<MarketDataException>(() => RecordedMarketData.Load(folder.Path)).Message
        );
    }

    [Fact]
    public void A_folder_holds_one_interval_and_is_named_after_symbols()
    {
        using var empty = new BarFolder().With("README.md", "no bars");
        Assert.Contains("no SYMBOL.csv", Refusal(empty));
        using var mixed = new BarFolder().With("ABC.csv", ThreeDays).With("XYZ.csv", Minutes);
        Assert.Equal(
            "XYZ.csv holds 1m bars and ABC.csv 1d bars: one interval is expected in a folder.",
            Refusal(mixed)
        );
        using var misnamed = new BarFolder().With("abc.csv", ThreeDays);
        Assert.Contains("abc.csv is not named after a symbol", Refusal(misnamed));
        using var night = new BarFolder().With("ABC.csv", BarFolder.Minute + "2013-10-07T03:00:00-04:00,1,1,1,1,1\n");
        Assert.Contains("session", Refusal(night));
        Assert.Contains(
            "is not there",
            Assert.Throws<MarketDataException>(() => RecordedMarketData.Load("/no/such/folder")).Message
        );

        static string Refusal(BarFolder folder) =>
            Assert.Throws<MarketDataException>(() => RecordedMarketData.Load(folder.Path)).Message;
    }

    [Fact]
    public void Begins_where_it_is_asked_to_or_on_the_next_recorded_day()
    {
        using var folder = new BarFolder().With("ABC.csv", ThreeDays);
        var market = RecordedMarketData.Load(folder.Path);
        Assert.Equal(Instant("2013-11-29T14:30:00Z"), market.StartAt(new DateOnly(2013, 11, 28), default));
        Assert.Equal(Instant("2013-11-27T14:30:00Z"), market.StartAt(new DateOnly(1998, 1, 1), default));
        Assert.Contains(
            "ends on 2013-12-02",
            Assert.Throws<MarketDataException>(() => market.StartAt(new DateOnly(2013, 12, 3), default)).Message
        );
    }

    [Fact]
    public void Begins_on_the_first_day_with_a_year_of_history_for_every_symbol()
    {
        var market = RecordedMarketData.Load(MarketDataFiles.Daily);
        Assert.Equal(Instant("2001-05-29T13:30:00Z"), market.StartAt(null, default));
        Assert.Equal(["AAPL", "BAC", "IBM", "IWM", "QQQ", "SPY"], market.Symbols);
    }

    [Fact]
    public void Begins_on_the_second_shared_day_of_a_short_record()
    {
        var market = RecordedMarketData.Load(MarketDataFiles.Minute);
        Assert.Equal(Instant("2013-10-08T13:30:00Z"), market.StartAt(null, default));
        Assert.Equal(new DateOnly(2023, 8, 3), market.Sessions.Last.Date);
    }

    [Fact]
    public async Task Minute_bars_of_SPY_make_its_recorded_day()
    {
        var minutes = RecordedMarketData.Load(MarketDataFiles.Minute);
        var session = ExchangeCalendar.SessionOf(new DateOnly(2013, 10, 9))!.Value;
        var day = Assert.Single(
            await minutes.GetBarsAsync("SPY", BarInterval.OneDay, session.Open, session.Close, Cancel)
        );
        // The daily file is adjusted for dividends since, so only the ratios agree.
        var daily = RecordedMarketData.Load(MarketDataFiles.Daily);
        var recorded = Assert.Single(
            await daily.GetBarsAsync("SPY", BarInterval.OneDay, session.Open, session.Close, Cancel)
        );
        Assert.Equal(recorded.High / recorded.Low, day.High / day.Low, 0.002);
        Assert.Equal(recorded.Close / recorded.Open, day.Close / day.Open, 0.002);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
