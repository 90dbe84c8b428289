using AgentTrader.Core.Market;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Oversight;

public class TriggerTests
{
    private const decimal Threshold = 50_000m;

    private static readonly TradeFacts Calm = new("TSLA", TradeAction.Buy, 50_000m, 30m, 2, 0.6, false);

    /// <summary>Each trigger by its default bound: what just does not fire it, and what just does.</summary>
    public static TheoryData<TriggerKind, TradeFacts, string> Firing =>
        new()
        {
            {
                TriggerKind.Value,
                Calm with
                {
                    Value = 50_000.01m,
                },
                "Trade value of $50,000.01 exceeds the $50,000 threshold."
            },
            {
                TriggerKind.Concentration,
                Calm with
                {
                    Concentration = 30.01m,
                },
                "TSLA would be 30.0 % of the portfolio, above 30 %."
            },
            {
                TriggerKind.Volatility,
                Calm with
                {
                    Volatility = 2.1,
                },
                "TSLA moves 2.1 times as much as usual, more than 2 times."
            },
            { TriggerKind.Confidence, Calm with { Confidence = 0.59 }, "The confidence of 0.59 is below 0.60." },
            { TriggerKind.FirstTrade, Calm with { FirstTrade = true }, "It would be the agent's first trade in TSLA." },
        };

    [Theory]
    [MemberData(nameof(Firing))]
    public void A_trigger_fires_beyond_its_bound_and_not_at_it(TriggerKind kind, TradeFacts beyond, string sentence)
    {
        var rules = Rules(new Trigger(kind));
        Assert.Null(rules.Stop(Calm, Threshold));
        Assert.Equal(sentence, rules.Stop(beyond, Threshold)!.Reason);
    }

    [Theory]
    [MemberData(nameof(Firing))]
    public void And_asks_for_all_of_its_triggers_and_or_for_one(TriggerKind kind, TradeFacts beyond, string sentence)
    {
        Trigger[] both = [new(kind), new(TriggerKind.Value, 60_000m)];
        var and = Rules(new Trigger(TriggerKind.All, Of: both));
        var or = Rules(new Trigger(TriggerKind.Any, Of: both));
        Assert.Null(and.Stop(beyond, Threshold));
        Assert.Equal(sentence, or.Stop(beyond, Threshold)!.Reason);
        var all = and.Stop(beyond with { Value = 60_000.01m }, Threshold)!;
        Assert.Contains("exceeds the $60,000 threshold", all.Reason, StringComparison.Ordinal);
        Assert.Null(or.Stop(Calm, Threshold));
    }

    [Fact]
    public void What_is_not_known_fires_nothing_and_a_sale_concentrates_nothing()
    {
        var unknown = Calm with { Volatility = null, Confidence = null };
        Assert.Null(Rules(new(TriggerKind.Volatility), new(TriggerKind.Confidence)).Stop(unknown, Threshold));
        var sale = Calm with { Action = TradeAction.Sell, Concentration = 90 };
        Assert.Null(Rules(new Trigger(TriggerKind.Concentration)).Stop(sale, Threshold));
    }

    [Fact]
    public void Of_several_rules_that_fire_each_is_heeded()
    {
        var rules = new OversightRules
        {
            Rules =
            [
                new("Large", new(TriggerKind.Value), 2, ["usr_a", "usr_b"], ["usr_d"]),
                new("New", new(TriggerKind.FirstTrade), 1, ["usr_b", "usr_c"]),
                new("Unsure", new(TriggerKind.Confidence), 3),
            ],
        };
        var stopped = rules.Stop(Calm with { Value = 60_000m, FirstTrade = true }, Threshold)!;
        Assert.Equal(["2 of usr_a, usr_b, then usr_d", "1 of usr_b, usr_c, then "], stopped.Quorums.Select(Describe));
        Assert.Equal(
            "Trade value of $60,000.00 exceeds the $50,000 threshold; it would be the agent's first trade in TSLA.",
            stopped.Reason
        );
    }

    [Fact]
    public void What_one_rule_asks_for_together_with_another_is_asked_for_once()
    {
        string[] Combined(params (int Required, string[]? Approvers)[] rules) =>
            [
                .. Quorum
                    .Combine(
                        rules.Select(rule => new OversightRule(
                            "x",
                            new(TriggerKind.Value),
                            rule.Required,
                            rule.Approvers
                        ))
                    )
                    .Select(Describe),
            ];

        Assert.Equal(["1 of , then "], Combined((1, null), (1, null)));
        Assert.Equal(["3 of , then "], Combined((1, null), (3, null), (2, null)));
        // Whoever is named is an approver too.
        Assert.Equal(["1 of usr_a, then "], Combined((1, null), (1, ["usr_a"])));
        Assert.Equal(["2 of usr_a, usr_b, then "], Combined((1, ["usr_a", "usr_b", "usr_c"]), (2, ["usr_a", "usr_b"])));
        // Nobody is both, so that both are asked.
        Assert.Equal(["1 of usr_a, then ", "1 of usr_b, then "], Combined((1, ["usr_a"]), (1, ["usr_b"])));
        Assert.Equal(["3 of , then ", "1 of usr_a, then "], Combined((3, null), (1, ["usr_a"])));
        Assert.Equal(["1 of usr_a, then "], Combined((1, ["usr_a", "usr_b"]), (1, ["usr_a"])));
    }

    [Fact]
    public void Stops_manual_trades_approved_ones_and_liquidations_concern_no_rule()
    {
        var order = new Order
        {
            TradeId = "trd_1",
            AgentId = "agt_1",
            Symbol = "AAPL",
            Action = TradeAction.Sell,
            Quantity = 1,
            SubmittedAt = DateTimeOffset.UnixEpoch,
        };
        Assert.True(TradeFacts.Concern(order));
        Order[] free =
        [
            order with
            {
                Manual = true,
            },
            order with
            {
                Protective = true,
            },
            order with
            {
                ApprovedBy = "usr_1",
            },
            order with
            {
                Purpose = OrderPurpose.Liquidation,
            },
        ];
        Assert.All(free, each => Assert.False(TradeFacts.Concern(each)));
    }

    [Fact]
    public void The_facts_are_the_book_after_the_trade_and_of_an_entry_in_steps_all_of_them()
    {
        var book = Trading.Trades.Buy(Book.Open(100_000m).Activate(), "trd_1", "AAPL", 100, 100m);
        var (order, _) = Trading.Trades.Trade("trd_2", TradeAction.Buy, "AAPL", 50, 200m);
        var facts = TradeFacts.Of(order with { PlannedQuantity = 150 }, book, 200m, _ => 200m, 1.5);
        // 100 held and 150 bought at 200, of 89,999 in cash and 20,000 in shares.
        Assert.Equal((30_000m, 45.45m, false), (facts.Value, facts.Concentration, facts.FirstTrade));
        Assert.Equal(
            "All 150 shares of the entry, of which this is a step, are worth $30,000.00 and exceed the $20,000 threshold.",
            Rules(new Trigger(TriggerKind.Value)).Stop(facts, 20_000m)!.Reason
        );
        var sale = Trading.Trades.Trade("trd_3", TradeAction.Sell, "AAPL", 60, 200m).Order;
        Assert.Equal(7.27m, TradeFacts.Of(sale, book, 200m, _ => 200m, null).Concentration);
        var other = Trading.Trades.Trade("trd_4", TradeAction.Buy, "MSFT", 1, 200m).Order;
        Assert.True(TradeFacts.Of(other, book, 200m, _ => 200m, null).FirstTrade);
        var sold = book.Apply(sale with { Quantity = 100 }, new Fill("trd_3", 200m, 100, 1m, At, At)).Book;
        Assert.False(TradeFacts.Of(order, sold, 200m, _ => 200m, null).FirstTrade);
    }

    [Fact]
    public void A_range_is_unusual_against_the_bars_before()
    {
        Assert.Equal(1, UnusualRange.Of(Bars(100, 1, 1)));
        Assert.Equal(3, UnusualRange.Of(Bars(100, 1, 3)));
        // However much a share costs.
        Assert.Equal(3, UnusualRange.Of(Bars(10_000, 100, 300)));
        Assert.Null(UnusualRange.Of(Bars(100, 1, 3).AsSpan(80)));
        Assert.Null(UnusualRange.Of(Bars(100, 0, 0)));
    }

    private static string Describe(Quorum quorum) =>
        $"{quorum.Required} of {string.Join(", ", quorum.Approvers)}, then {string.Join(", ", quorum.EscalateTo)}";

    private static DateTimeOffset At => Trading.Trades.At;

    private static OversightRules Rules(params Trigger[] triggers) =>
        new() { Rules = [.. triggers.Select(trigger => new OversightRule("Rule", trigger))] };

    private static Bar[] Bars(double price, double before, double recent) =>
        [
            .. Enumerable
                .Range(0, UnusualRange.Bars)
                .Select(i => i < UnusualRange.Bars - UnusualRange.Recent ? before : recent)
                .Select(range => new Bar(At, At, price, price + (range / 2), price - (range / 2), price, 1)),
        ];
}
