using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 10: earnings, over generated markets and books.</summary>
public class R10EarningsTests
{
    [Fact]
    public void Nothing_is_bought_on_the_eve_of_earnings_tranches_included() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step => Assert.All(step.Purchases, order => Assert.False(DaysTo(step, order.Symbol) is >= 0 and <= 1))
            )
        );

    [Fact]
    public void Near_earnings_an_entry_is_at_most_half_as_large() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries.Where(each => DaysTo(each.Step, each.Decision.Symbol) is >= -1 and <= 3),
                each =>
                {
                    var half = each.Decision.ActivePool * (decimal)each.Step.Parameters.MaxPositionPct / 2;
                    Assert.True(each.Decision.EarningsNear);
                    Assert.True(each.Decision.Price * each.Decision.Quantity <= half + 0.01m);
                }
            )
        );

    [Fact]
    public void Within_three_days_of_earnings_stops_are_tighter() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Output.Book.Stops.Where(stop =>
                            stop.Atr > 0
                            && stop.Kind != SignalKind.Micro
                            && DaysTo(step, stop.Symbol) is >= 0 and <= 3
                            && step.ViewOf(stop.Symbol) is { Features.DailyAtr: > 0 }
                        ),
                        stop => Assert.True(stop.AtrMultiplier <= (step.Parameters.StopLossAtrMultiplier * 0.7) + 1e-9)
                    )
            )
        );

    private static int? DaysTo(WalkStep step, string symbol) =>
        step.Input.Earnings.Nearest(symbol, step.Session.Date) is { } date
            ? ExchangeCalendar.TradingDaysBetween(step.Session.Date, date)
            : null;
}
