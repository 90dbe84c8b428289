using System.Globalization;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Tests.Market;

public class ExchangeCalendarTests
{
    [Fact]
    public void Agrees_with_the_days_on_which_SPY_really_traded()
    {
        var traded = File.ReadLines(Path.Combine(MarketDataFiles.Daily, "SPY.csv"))
            .Skip(1)
            .Select(line => Date(line[..10]))
            .ToHashSet();
        for (var date = traded.Min(); date <= traded.Max(); date = date.AddDays(1))
        {
            Assert.True(traded.Contains(date) == ExchangeCalendar.SessionOf(date) is not null, $"{date:O}");
        }
    }

    [Fact]
    public void Knows_the_holidays_that_the_exchange_has_published_for_2022_to_2028()
    {
        string[] published =
        [
            "2022-01-17 2022-02-21 2022-04-15 2022-05-30 2022-06-20 2022-07-04 2022-09-05 2022-11-24 2022-12-26",
            "2023-01-02 2023-01-16 2023-02-20 2023-04-07 2023-05-29 2023-06-19 2023-07-04 2023-09-04 2023-11-23 2023-12-25",
            "2024-01-01 2024-01-15 2024-02-19 2024-03-29 2024-05-27 2024-06-19 2024-07-04 2024-09-02 2024-11-28 2024-12-25",
            "2025-01-01 2025-01-09 2025-01-20 2025-02-17 2025-04-18 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-11-27 2025-12-25",
            "2026-01-01 2026-01-19 2026-02-16 2026-04-03 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-11-26 2026-12-25",
            "2027-01-01 2027-01-18 2027-02-15 2027-03-26 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-11-25 2027-12-24",
            "2028-01-17 2028-02-21 2028-04-14 2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-11-23 2028-12-25",
        ];
        Assert.Equal(
            string.Join(' ', published).Split(' '),
            Weekdays(2022, 2028).Where(date => ExchangeCalendar.SessionOf(date) is null).Select(Text)
        );
    }

    [Fact]
    public void Knows_the_half_days_that_the_exchange_has_kept()
    {
        string[] kept =
        [
            "1998-11-27 1998-12-24 1999-11-26 2000-07-03 2000-11-24 2001-07-03 2001-11-23 2001-12-24",
            "2002-07-05 2002-11-29 2002-12-24 2003-07-03 2003-11-28 2003-12-24 2003-12-26 2004-11-26",
            "2012-07-03 2012-11-23 2012-12-24 2013-07-03 2013-11-29 2013-12-24 2014-07-03 2014-11-28 2014-12-24",
            "2024-07-03 2024-11-29 2024-12-24 2025-07-03 2025-11-28 2025-12-24 2026-11-27 2026-12-24",
        ];
        int[] years = [1998, 1999, 2000, 2001, 2002, 2003, 2004, 2012, 2013, 2014, 2024, 2025, 2026];
        Assert.Equal(
            string.Join(' ', kept).Split(' '),
            years
                .SelectMany(year => Weekdays(year, year))
                .Where(date => ExchangeCalendar.SessionOf(date) is { IsHalfDay: true })
                .Select(Text)
        );
    }

    [Theory]
    [InlineData("2026-01-05", "2026-01-05T14:30:00Z", "2026-01-05T21:00:00Z")]
    [InlineData("2026-07-06", "2026-07-06T13:30:00Z", "2026-07-06T20:00:00Z")]
    [InlineData("2026-11-27", "2026-11-27T14:30:00Z", "2026-11-27T18:00:00Z")]
    [InlineData("2006-10-30", "2006-10-30T14:30:00Z", "2006-10-30T21:00:00Z")]
    public void Opens_and_closes_by_New_York_time_through_every_change_of_clocks(string date, string open, string close)
    {
        var session = ExchangeCalendar.SessionOf(Date(date))!.Value;
        Assert.Equal((Instant(open), Instant(close)), (session.Open, session.Close));
    }

    [Theory]
    [InlineData("2026-01-05T14:29:59Z", false)]
    [InlineData("2026-01-05T14:30:00Z", true)]
    [InlineData("2026-01-05T20:59:59Z", true)]
    [InlineData("2026-01-05T21:00:00Z", false)]
    [InlineData("2026-01-06T02:00:00Z", false)]
    [InlineData("2026-01-04T15:00:00Z", false)]
    [InlineData("2026-11-27T18:00:00Z", false)]
    public void Is_open_from_the_opening_until_the_close(string at, bool open) =>
        Assert.Equal(open, ExchangeCalendar.IsOpen(Instant(at)));

    [Theory]
    [InlineData("2026-01-02T20:00:00Z", "2026-01-02T14:30:00Z", "2026-01-05T14:30:00Z")]
    [InlineData("2026-01-02T22:00:00Z", "2026-01-02T14:30:00Z", "2026-01-05T14:30:00Z")]
    [InlineData("2026-01-03T03:00:00Z", "2026-01-02T14:30:00Z", "2026-01-05T14:30:00Z")]
    [InlineData("2026-01-05T14:30:00Z", "2026-01-05T14:30:00Z", "2026-01-06T14:30:00Z")]
    [InlineData("2026-01-05T14:29:59Z", "2026-01-02T14:30:00Z", "2026-01-05T14:30:00Z")]
    public void Finds_the_openings_around_an_instant(string at, string previous, string next) =>
        Assert.Equal(
            (Instant(previous), Instant(next)),
            (ExchangeCalendar.PreviousOpen(Instant(at)), ExchangeCalendar.NextOpen(Instant(at)))
        );

    [Theory]
    [InlineData("2026-01-02", 1, "2026-01-05")]
    [InlineData("2026-01-03", 0, "2026-01-05")]
    [InlineData("2026-01-03", 1, "2026-01-05")]
    [InlineData("2026-01-03", 2, "2026-01-06")]
    [InlineData("2026-01-03", -1, "2026-01-02")]
    [InlineData("2026-01-05", -1, "2026-01-02")]
    [InlineData("2026-11-25", 1, "2026-11-27")]
    public void Counts_trading_days_over_closed_ones(string date, int days, string expected) =>
        Assert.Equal(Date(expected), ExchangeCalendar.AddTradingDays(Date(date), days).Date);

    [Theory]
    [InlineData("2026-01-02", "2026-01-05", 1)]
    [InlineData("2026-01-03", "2026-01-05", 0)]
    [InlineData("2026-01-05", "2026-01-02", -1)]
    [InlineData("2025-01-01", "2026-01-01", 250)]
    public void Counts_the_trading_days_between_two_dates(string from, string to, int days) =>
        Assert.Equal(days, ExchangeCalendar.TradingDaysBetween(Date(from), Date(to)));

    [Theory]
    [InlineData("2026-01-02T20:59:00Z", 120, "2026-01-05T14:31:00Z")]
    [InlineData("2026-01-02T20:59:00Z", 60, "2026-01-05T14:30:00Z")]
    [InlineData("2026-01-03T12:00:00Z", 60, "2026-01-05T14:31:00Z")]
    [InlineData("2026-11-25T15:00:00Z", 24 * 3600, "2026-12-02T16:00:00Z")]
    public void Open_time_leaps_over_nights_weekends_and_holidays(string from, int seconds, string to)
    {
        Assert.Equal(Instant(to), ExchangeCalendar.Timeline.Add(Instant(from), TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromSeconds(seconds), ExchangeCalendar.Timeline.Between(Instant(from), Instant(to)));
    }

    [Fact]
    public void Refuses_to_guess_outside_its_years()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExchangeCalendar.LastStarted(Instant("1989-12-29T15:00:00Z")));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExchangeCalendar.NextOpen(Instant("2060-01-01T15:00:00Z")));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExchangeCalendar.SessionOf(new DateOnly(2061, 1, 1)));
        Assert.False(ExchangeCalendar.IsOpen(DateTimeOffset.MaxValue));
        Assert.False(ExchangeCalendar.IsOpen(DateTimeOffset.MinValue));
    }

    private static IEnumerable<DateOnly> Weekdays(int fromYear, int toYear)
    {
        for (var date = new DateOnly(fromYear, 1, 1); date.Year <= toYear; date = date.AddDays(1))
        {
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                yield return date;
            }
        }
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
