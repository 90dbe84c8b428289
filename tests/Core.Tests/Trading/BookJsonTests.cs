using System.Text.Json;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Core.Trading.Stops;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

public class BookJsonTests
{
    private static readonly Book Sample = Buy(Book.Open(10_000m).Activate(), "trd_1", "AAPL", 10, 150.23m)
        .SetStop(new StopLevels("AAPL", 150.23m, 147m, 155m, 1.5, 2, 0.7, SignalKind.Trend, At))
        .Handle(new HandledSignal("AAPL", SignalKind.Trend, TradeAction.Buy, At, 0.7, At))
        .AwaitApproval("trd_2");

    [Fact]
    public void Has_one_text_with_its_properties_in_order() =>
        Assert.Equal(
            """
            {"status":"active","budget":10000,"cash":8496.70,"reservePool":0,"realizedPnL":0,"feesPaid":1.00,"pendingApprovalTradeId":"trd_2","lots":[{"tradeId":"trd_1","symbol":"AAPL","acquiredAt":"2026-01-02T15:00:00+00:00","quantity":10,"cost":1502.30,"isReplacement":false,"washedLoss":0}],"stops":[{"symbol":"AAPL","entryPrice":150.23,"stopLoss":147,"takeProfit":155,"atr":1.5,"atrMultiplier":2,"confidence":0.7,"kind":"trend","at":"2026-01-02T15:00:00+00:00"}],"handled":[{"symbol":"AAPL","kind":"trend","action":"buy","signalAt":"2026-01-02T15:00:00+00:00","confidence":0.7,"at":"2026-01-02T15:00:00+00:00"}],"traded":["AAPL"],"engine":{"dayStartValue":0,"peakValue":0,"wins":0,"losses":0,"microTrades":0,"days":[],"breakers":[],"bans":[],"avoided":[],"stopHits":[],"plans":[],"usedRecommendations":[],"lossSales":[]}}
            """,
            Sample.ToJson()
        );

    [Fact]
    public void Comes_back_exactly()
    {
        var back = Book.FromJson(Sample.ToJson());
        Assert.Equal(Sample.ToJson(), back.ToJson());
        Assert.Equal(Sample.Positions, back.Positions);
    }

    [Fact]
    public void A_damaged_book_is_found_when_it_is_read() =>
        Assert.Throws<InvalidOperationException>(() =>
            Book.FromJson(Sample.ToJson().Replace("8496.70", "8496.71", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"status\":1}")]
    [InlineData("{\"unheardOf\":1}")]
    public void What_is_no_book_is_refused(string text) => Assert.Throws<JsonException>(() => Book.FromJson(text));
}
