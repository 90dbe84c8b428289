using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Trading.Backtests;

namespace AgentTrader.Services.Tests.Trading.Backtests;

public sealed class BacktestListsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1000)]
    [InlineData(6300, 1000)]
    public void A_long_curve_keeps_its_ends_and_its_order(int sessions, int kept)
    {
        EquityPoint[] curve =
        [
            .. Enumerable
                .Range(0, sessions)
                .Select(day => new EquityPoint(new DateOnly(2000, 1, 1).AddDays(day), day, 0)),
        ];
        var thinned = BacktestLists.Thin(curve);
        Assert.Equal(kept, thinned.Count);
        Assert.Equal(curve.Take(1), thinned.Take(1));
        Assert.Equal(curve.TakeLast(1), thinned.TakeLast(1));
        Assert.Equal(thinned.DistinctBy(point => point.Date).OrderBy(point => point.Date), thinned);
    }
}
