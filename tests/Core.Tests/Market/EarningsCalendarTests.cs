using AgentTrader.Core.Market;

namespace AgentTrader.Core.Tests.Market;

public class EarningsCalendarTests
{
    [Fact]
    public void Finds_the_nearest_day_before_or_after_and_the_next()
    {
        var (spring, summer) = (new DateOnly(2025, 4, 24), new DateOnly(2025, 7, 24));
        var calendar = new EarningsCalendar([("AAPL", summer), ("AAPL", spring), ("MSFT", spring)]);
        Assert.Equal(spring, calendar.Nearest("AAPL", spring.AddDays(-100)));
        Assert.Equal(spring, calendar.Nearest("AAPL", spring));
        Assert.Equal(spring, calendar.Nearest("AAPL", spring.AddDays(45)));
        Assert.Equal(summer, calendar.Nearest("AAPL", spring.AddDays(46)));
        Assert.Equal(summer, calendar.Nearest("AAPL", summer.AddDays(1)));
        Assert.Equal(summer, calendar.Next("AAPL", spring.AddDays(1)));
        Assert.Equal(spring, calendar.Next("AAPL", spring));
        Assert.Null(calendar.Next("AAPL", summer.AddDays(1)));
        Assert.Null(calendar.Nearest("SPY", spring));
    }

    [Fact]
    public void In_the_synthetic_market_a_company_reports_each_quarter_in_a_session_and_a_fund_never()
    {
        Assert.Null(EarningsCalendar.Synthetic.Next("SPY", new DateOnly(2025, 1, 1)));
        var day = new DateOnly(2025, 1, 1);
        for (var quarter = 1; quarter <= 8; quarter++)
        {
            var next = EarningsCalendar.Synthetic.Next("AAPL", day)!.Value;
            Assert.NotNull(ExchangeCalendar.SessionOf(next));
            Assert.InRange(next.DayNumber - day.DayNumber, 1, 120);
            Assert.Equal((quarter - 1) % 4, (next.Month - 1) / 3);
            day = next.AddDays(1);
        }
    }
}
