using System.Globalization;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Tests.Market;

public class SimulatedTimeTests
{
    private static readonly DateTimeOffset Wall = new(2030, 5, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0, "2013-10-07T13:30:00Z")]
    [InlineData(1, 60, "2013-10-07T13:31:00Z")]
    [InlineData(60, 60, "2013-10-07T14:30:00Z")]
    [InlineData(390, 60, "2013-10-08T13:30:00Z")]
    [InlineData(390, 61, "2013-10-08T13:36:30Z")]
    [InlineData(100_000, 1, "2013-10-11T15:16:40Z")]
    [InlineData(60, -5, "2013-10-07T13:30:00Z")]
    public void Runs_through_sessions_only(int speed, int wallSeconds, string market) =>
        Assert.Equal(
            Instant(market),
            new SimulatedTime(Wall, Instant("2013-10-07T13:30:00Z"), speed).At(
                Wall.AddSeconds(wallSeconds),
                ExchangeCalendar.Timeline
            )
        );

    [Fact]
    public void Stands_still_at_the_end_of_the_last_session()
    {
        var day = ExchangeCalendar.SessionOf(new DateOnly(2013, 10, 11))!.Value;
        var sessions = new SessionTimeline([day]);
        var time = new SimulatedTime(Wall, Instant("2013-10-11T19:00:00Z"), 3600);
        Assert.Equal(Instant("2013-10-11T19:30:00Z"), time.At(Wall.AddSeconds(0.5), sessions));
        Assert.Equal(day.Close, time.At(Wall.AddSeconds(1), sessions));
        Assert.Equal(day.Close, time.At(DateTimeOffset.MaxValue, sessions));
    }

    [Fact]
    public void Leaps_over_days_without_data()
    {
        var sessions = new SessionTimeline([
            ExchangeCalendar.SessionOf(new DateOnly(2013, 10, 11))!.Value,
            ExchangeCalendar.SessionOf(new DateOnly(2023, 8, 3))!.Value,
        ]);
        Assert.Equal(
            Instant("2023-08-03T13:30:30Z"),
            new SimulatedTime(Wall, Instant("2013-10-11T19:59:30Z"), 60).At(Wall.AddSeconds(1), sessions)
        );
    }

    [Fact]
    public void Never_shows_a_closed_market_between_two_sessions()
    {
        var time = new SimulatedTime(Wall, Instant("2013-10-07T13:30:00Z"), 10_000);
        for (var second = 0.0; second < 100; second += 0.1)
        {
            Assert.True(ExchangeCalendar.IsOpen(time.At(Wall.AddSeconds(second), ExchangeCalendar.Timeline)));
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void Finds_the_wall_clocks_instant_of_an_instant_of_the_market_again()
    {
        var sessions = ExchangeCalendar.Timeline;
        var start = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2025, 3, 3)).Open;
        var wall = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var speed in (int[])[1, 60, 7, 23_400])
        {
            var time = new SimulatedTime(wall, start, speed);
            foreach (var minutes in (int[])[0, 15, 389, 390, 391, 2_000])
            {
                var market = sessions.Add(start, TimeSpan.FromMinutes(minutes));
                var found = time.WallAt(market, sessions);
                Assert.True(time.At(found, sessions) >= market, $"{minutes} minutes at speed {speed}");
                Assert.True(time.At(found.AddTicks(-1), sessions) < market || minutes == 0);
            }
        }
    }
}
