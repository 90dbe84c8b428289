using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 20: micro-trades, over generated markets and books.</summary>
public class R20MicroTradingTests
{
    [Fact]
    public void There_are_so_many_a_day_and_each_is_small() =>
        Walk.Check(
            Walk.Micro,
            walk =>
            {
                Assert.All(
                    Entries(walk).GroupBy(each => each.Step.Session.Date),
                    day => Assert.InRange(day.Count(), 1, 10)
                );
                Assert.All(
                    Entries(walk),
                    each =>
                        Assert.True(
                            each.Decision.Price * each.Decision.Quantity <= (each.Decision.ActivePool * 0.03m) + 0.01m
                        )
                );
            }
        );

    [Fact]
    public void Without_the_mode_there_are_none() =>
        Walk.Check(
            Walk.Micro,
            walk =>
            {
                var without = walk.Request with
                {
                    Config = walk.Request.Config with { MicroEnabled = false },
                    Observe = (_, output) =>
                        Assert.DoesNotContain(
                            output.Decisions,
                            each => each.Signal == SignalKind.Micro && each.Outcome == DecisionOutcome.Act
                        ),
                };
                Assert.Equal(0, Backtester.Run(without).Micro.Trades);
            }
        );

    [Fact]
    public void Their_levels_are_tighter() =>
        Walk.Check(
            Walk.Micro,
            walk =>
                Assert.All(
                    walk.Steps.SelectMany(step => step.Output.Book.Stops).Where(stop => stop.Kind == SignalKind.Micro),
                    stop => Assert.True(stop.AtrMultiplier <= 1.0)
                )
        );

    [Fact]
    public void After_two_hours_they_are_sold_whatever_they_brought() =>
        Walk.Check(
            Walk.Micro,
            walk =>
                Assert.All(
                    walk.Steps.Where(step => !step.IsHalted),
                    step =>
                        Assert.All(
                            step.Input.Book.Stops.Where(stop =>
                                stop.Kind == SignalKind.Micro
                                && stop.TriggeredAt is null
                                && step.At - step.Input.Book.PositionIn(stop.Symbol)!.OpenedAt > TimeSpan.FromHours(2)
                            ),
                            stop => Assert.Contains(step.Sales, order => order.Symbol == stop.Symbol)
                        )
                )
        );

    [Fact]
    public void They_are_looked_for_once_in_each_interval_of_their_own()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), EngineConfig.Default.MicroPollingInterval);
        var interval = TimeSpan.FromMinutes(15);
        var (rarely, often) = (new List<DateTimeOffset>(), new List<DateTimeOffset>());
        Walk.Check(
            Walk.Micro,
            walk =>
            {
                often.AddRange(walk.Decisions.Where(each => IsRead(each.Decision)).Select(each => each.Step.At));
                Backtester.Run(
                    walk.Request with
                    {
                        Config = walk.Request.Config with { MicroPollingInterval = interval },
                        Observe = (input, output) =>
                            rarely.AddRange(output.Decisions.Where(IsRead).Select(_ => input.MarketTime)),
                    }
                );
            }
        );
        Assert.NotEmpty(rarely);
        Assert.All(rarely, at => Assert.Equal(0, SincePoll(at)));
        Assert.Contains(often, at => SincePoll(at) != 0);

        long SincePoll(DateTimeOffset at) => (at - ExchangeCalendar.LastStarted(at).Open).Ticks % interval.Ticks;

        static bool IsRead(Decision decision) =>
            decision is { Signal: SignalKind.Micro, Trigger: DecisionTrigger.Signal, Action: TradeAction.Buy };
    }

    private static IEnumerable<(WalkStep Step, Decision Decision)> Entries(Walk walk) =>
        walk.Entries.Where(each => each.Decision.Signal == SignalKind.Micro);
}
