using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Backtests;

namespace AgentTrader.Services.Tests.Storage;

/// <summary>A message whose names could be stored or addressed by nobody is refused when it is read, once, with the reason.</summary>
public sealed class QueueMessageTests
{
    private const string Agent = "agt_0123456789abcdef";
    private const string User = "usr_0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);

    private static readonly Order Order = new()
    {
        TradeId = "trd_0123456789abcdef",
        AgentId = Agent,
        Symbol = "SPY",
        Action = TradeAction.Buy,
        Quantity = 1,
        SubmittedAt = Now,
        SubmittedBy = User,
    };

    private static readonly AgentEvent Event = new(
        "trd_0123456789abcdef-trade.executed",
        EventTypes.TradeExecuted,
        Agent,
        User,
        null,
        "trd_0123456789abcdef",
        null,
        Now,
        JsonSerializer.SerializeToElement(1)
    );

    private static readonly BacktestRecord Backtest = new(
        "bkt_0123456789abcdef",
        User,
        new StartBacktestRequest(["SPY"], new(2025, 2, 3), new(2025, 2, 4), 10_000m),
        Now,
        Now
    );

    [Fact]
    public void What_the_product_sends_is_read()
    {
        AssertRead(new AgentCycleMessage(Agent, Now));
        AssertRead(new TradeOrderMessage(Order, User, CorrelationId: "a-request"));
        AssertRead(new TradeOrderMessage(Order, User, PriceShown: Money.MinPrice));
        AssertRead(new TradeOrderMessage(Order with { ApprovedBy = "jane+desk@example.com" }, User));
        AssertRead(Event);
    }

    [Fact]
    public void A_wake_up_names_an_agent() => AssertRefused(new AgentCycleMessage("agt_\0", Now));

    [Fact]
    public void An_order_names_what_can_be_traded_and_who_asked()
    {
        AssertRefused(new TradeOrderMessage(Order with { TradeId = "trd_1" }, User));
        AssertRefused(new TradeOrderMessage(Order with { AgentId = "a' or PartitionKey ne '" }, User));
        AssertRefused(new TradeOrderMessage(Order with { Symbol = "spy" }, User));
        AssertRefused(new TradeOrderMessage(Order with { Quantity = 0 }, User));
        AssertRefused(new TradeOrderMessage(Order with { EstimatedPrice = -1m }, User));
        AssertRefused(new TradeOrderMessage(Order with { LimitPrice = decimal.MaxValue }, User));
        AssertRefused(new TradeOrderMessage(Order with { SubmittedBy = "\u202e" }, User));
        AssertRefused(new TradeOrderMessage(Order with { DecisionId = "9999-12-31T23:59:59.9999999Z" }, User));
        AssertRefused(new TradeOrderMessage(Order, User, PriceShown: 0.0000000000000000000000000001m));
        AssertRefused(new TradeOrderMessage(Order, ""));
        AssertRefused(new TradeOrderMessage(Order, User, CorrelationId: new string('x', 257)));
    }

    [Fact]
    public void An_event_has_a_type_and_names_whom_it_concerns()
    {
        AssertRefused(Event with { Type = "nothing" });
        AssertRefused(Event with { Id = "a/b" });
        AssertRefused(Event with { OwnerId = "\0" });
        AssertRefused(Event with { ResourceId = new string('x', 40_000) });
    }

    [Fact]
    public void An_event_whose_payload_holds_half_a_character_is_refused()
    {
        using var payload = JsonDocument.Parse("""{"word":"whole"}""");
        var text = QueueMessages.Write(Event with { Data = payload.RootElement });
        QueueMessages.Read<AgentEvent>(text);
        var half = text.Replace("whole", "\\udfff", StringComparison.Ordinal);
        Assert.Throws<UnreadableMessageException>(() => QueueMessages.Read<AgentEvent>(half));
    }

    [Fact]
    public void A_backtest_names_itself_and_who_asked()
    {
        AssertRefused(Backtest with { BacktestId = "\ud800" });
        AssertRefused(Backtest with { OwnerId = "a\tb" });
        AssertRefused(Backtest with { MarketNow = DateTimeOffset.MinValue });
        AssertRefused(Backtest with { MarketNow = DateTimeOffset.MaxValue });
    }

    private static void AssertRead<T>(T message)
        where T : IQueueMessage => QueueMessages.Read<T>(QueueMessages.Write(message));

    private static void AssertRefused<T>(T message)
        where T : IQueueMessage
    {
        var text = QueueMessages.Write(message);
        var refusal = Assert.Throws<UnreadableMessageException>(() => QueueMessages.Read<T>(text));
        Assert.Contains($"no {typeof(T).Name}", refusal.Message, StringComparison.Ordinal);
    }
}
