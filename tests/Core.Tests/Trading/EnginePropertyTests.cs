using System.Text.Json;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Stops;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading;

public class EnginePropertyTests
{
    private static readonly string[] Symbols = ["AAPL", "JPM", "SPY", "TSLA", "XOM"];
    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static readonly Arbitrary<BacktestRequest> Requests = (
        from seed in Gen.Choose(1, 1_000_000)
        from strategy in Gen.Elements(Enum.GetValues<Strategy>())
        from tolerance in Gen.Choose(1, 10)
        from capital in Gen.Choose(500, 100_000)
        select Replays.Request(Replays.Wandering(seed, 160, Symbols), capital) with
        {
            Settings = Replays.Balanced with { Strategy = strategy, RiskTolerance = tolerance },
        }
    ).ToArbitrary();

    [Fact]
    public void The_same_inputs_give_the_same_result_byte_for_byte() =>
        Prop.ForAll(Requests, request => Assert.Equal(Text(Backtester.Run(request)), Text(Backtester.Run(request))))
            .Check(Some);

    [Fact]
    public void What_comes_later_changes_no_trade() =>
        Prop.ForAll(
                Requests,
                Gen.Choose(60, 150).ToArbitrary(),
                (request, day) =>
                {
                    var from = request.Bars["SPY"].Span[day].Start;
                    var other = request with
                    {
                        Bars = request.Bars.ToDictionary(pair => pair.Key, pair => Changed(pair.Value, day)),
                    };
                    var until = ExchangeCalendar.LastStarted(from).Close;
                    Assert.Equal(Before(request, until), Before(other, until));
                }
            )
            .Check(Some);

    [Fact]
    public void Other_prices_give_another_result()
    {
        var request = Replays.Request(Replays.Wandering(1, 160, Symbols));
        var other = request with
        {
            Bars = request.Bars.ToDictionary(pair => pair.Key, pair => Changed(pair.Value, 60)),
        };
        Assert.NotEqual(Text(Backtester.Run(request)), Text(Backtester.Run(other)));
    }

    [Fact]
    public void The_money_is_right_to_the_cent_at_the_end() =>
        Prop.ForAll(
                Requests,
                request =>
                {
                    var result = Backtester.Run(request);
                    var book = result.Book.Assert();
                    Assert.Equal(book.RealizedPnL, result.Trades.Sum(trade => trade.PnL));
                    Assert.Equal(book.FeesPaid, result.Orders * Fees.Flat);
                    Assert.InRange(book.ReservePool, 0, book.Cash);
                    Assert.InRange(book.Positions.Length, 0, EngineConfig.Default.MaxOpenPositions);
                }
            )
            .Check(Some);

    [Fact]
    public void An_entry_never_exceeds_the_tiers_part_of_the_pool() =>
        Prop.ForAll(
                Requests,
                request =>
                {
                    foreach (var decision in Decisions(request))
                    {
                        var largest = RiskTierParameters.Of(decision.RiskTier).MaxPositionPct;
                        Assert.True(
                            decision.Action == TradeAction.Sell
                                || decision.Outcome == DecisionOutcome.Skip
                                || decision.Price * decision.Quantity <= decision.ActivePool * (decimal)largest
                        );
                        Assert.Equal(decision.Outcome == DecisionOutcome.Skip, decision.SkipReason is not null);
                        Assert.Equal(decision.Outcome == DecisionOutcome.Act, decision.TradeId is not null);
                    }
                }
            )
            .Check(Some);

    [Fact]
    public void Every_decision_has_an_id_of_its_own() =>
        Prop.ForAll(
                Requests,
                request =>
                {
                    var ids = Decisions(request).Select(decision => decision.DecisionId).ToList();
                    Assert.Equal(ids.Count, ids.Distinct().Count());
                }
            )
            .Check(Some);

    [Fact]
    public void Stops_never_move_down() =>
        Prop.ForAll(
                Requests,
                request =>
                {
                    var last = new Dictionary<string, StopLevels>(StringComparer.Ordinal);
                    StepThrough(
                        request,
                        output =>
                        {
                            foreach (var stop in output.StopAdjustments)
                            {
                                if (
                                    last.TryGetValue(stop.Symbol, out var before)
                                    && before.EntryPrice == stop.EntryPrice
                                )
                                {
                                    Assert.True(stop.StopLoss >= before.StopLoss);
                                }

                                Assert.True(stop.StopLoss > 0 && stop.TakeProfit > stop.EntryPrice);
                                last[stop.Symbol] = stop;
                            }
                        }
                    );
                }
            )
            .Check(Some);

    /// <summary>The bars of a day on, changed; of that day itself the open stays, which is known when the engine decides.</summary>
    private static ReadOnlyMemory<Bar> Changed(ReadOnlyMemory<Bar> bars, int day)
    {
        var changed = bars.ToArray();
        for (var i = day; i < changed.Length; i++)
        {
            var open = i == day ? changed[i].Open : changed[i].Open * 3;
            changed[i] = changed[i] with { Open = open, High = open * 5, Low = open / 5, Close = open / 2, Volume = 1 };
        }

        return changed;
    }

    private static string Before(BacktestRequest request, DateTimeOffset until)
    {
        var output = new List<string>();
        StepThrough(
            request,
            step =>
            {
                output.AddRange(step.Decisions.Where(each => each.MarketTime < until).Select(each => each.DecisionId));
                output.AddRange(
                    step.StopAdjustments.Where(each => each.At < until && !(each.TriggeredAt >= until))
                        .Select(each => JsonSerializer.Serialize(each))
                );
            }
        );
        return string.Join('\n', output);
    }

    private static List<Decision> Decisions(BacktestRequest request)
    {
        var decisions = new List<Decision>();
        StepThrough(request, output => decisions.AddRange(output.Decisions));
        return decisions;
    }

    private static void StepThrough(BacktestRequest request, Action<EngineOutput> see) =>
        Backtester.Run(request with { Observe = (_, output) => see(output) });

    private static string Text(BacktestResult result) =>
        JsonSerializer.Serialize(result.Trades)
        + JsonSerializer.Serialize(result.EquityCurve)
        + result.OrderListHash
        + result.Book.ToJson();
}
