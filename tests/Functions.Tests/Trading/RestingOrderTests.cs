using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>Limit and stop orders wait for their price, until the market's day ends.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class RestingOrderTests(ClockedProduct app)
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task An_order_whose_price_is_there_is_filled_at_once()
    {
        var agent = await AgentAsync();
        var ask = await QuoteAsync("AAPL", "ask");
        var buy = await OrderAsync(agent, "buy", "AAPL", 10, "limit", decimal.Round(ask * 1.1m, 2));
        Assert.InRange((await agent.TradeIsAsync(buy, "completed")).Money("executedPrice"), 1m, ask * 1.1m);
        var sell = await OrderAsync(agent, "sell", "AAPL", 4, "limit", decimal.Round(ask * 0.9m, 2));
        await agent.TradeIsAsync(sell, "completed");
        // A stop at or above the price has been reached.
        var stop = await OrderAsync(agent, "sell", "AAPL", 6, "stop_loss", decimal.Round(ask * 1.1m, 2));
        await agent.TradeIsAsync(stop, "completed");
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_limit_order_rests_and_is_filled_when_the_market_reaches_it()
    {
        await AtTheOpeningAsync();
        var agent = await AgentAsync();
        var (symbol, level) = await FallingAsync();
        var trade = await OrderAsync(agent, "buy", symbol, 10, "limit", level);
        await RestsAsync(agent, trade);
        app.Clock.Advance(AnHour);
        var filled = await agent.TradeIsAsync(trade, "completed");
        Assert.InRange(filled.Money("executedPrice"), 0.01m, level);
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_stop_order_rests_and_sells_when_the_price_has_fallen_to_it()
    {
        await AtTheOpeningAsync();
        var agent = await AgentAsync();
        var (symbol, level) = await FallingAsync();
        await agent.FilledAsync("buy", symbol, 10);
        var trade = await OrderAsync(agent, "sell", symbol, 10, "stop_loss", level);
        await RestsAsync(agent, trade);
        app.Clock.Advance(AnHour);
        var sold = await agent.TradeIsAsync(trade, "completed");
        Assert.InRange(sold.Money("executedPrice"), 0.01m, level);
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task What_was_not_reached_is_cancelled_at_the_days_close()
    {
        await AtTheOpeningAsync();
        var agent = await AgentAsync();
        string[] trades =
        [
            await OrderAsync(agent, "buy", "AAPL", 1, "limit", 1.00m),
            await OrderAsync(agent, "buy", "MSFT", 1, "stop_loss", 9_999.00m),
        ];
        await RestsAsync(agent, trades[^1]);
        app.Clock.Advance(TimeSpan.FromHours(7));
        foreach (var trade in trades)
        {
            var cancelled = await agent.TradeIsAsync(trade, "cancelled");
            Assert.EndsWith("before the day's close.", cancelled["failureReason"], StringComparison.Ordinal);
        }

        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_limit_order_needs_the_cash_for_its_limit_and_not_for_todays_price()
    {
        var agent = await AgentAsync(budget: 1_000m);
        var price = await QuoteAsync("AAPL", "ask");
        var quantity = (long)(900m / (price / 2));
        Assert.Equal(402, (await agent.SubmitAsync("buy", "AAPL", quantity)).Status);
        var trade = await OrderAsync(agent, "buy", "AAPL", quantity, "limit", decimal.Round(price / 2, 2));
        await RestsAsync(agent, trade);
        var dear = await agent.SubmitAsync(
            "buy",
            "AAPL",
            quantity,
            null,
            ("orderType", "limit"),
            ("limitPrice", decimal.Round(price * 0.9m, 2))
        );
        Assert.Equal(402, dear.Status);
    }

    [Fact]
    public async Task A_pause_ends_what_rests()
    {
        var agent = await AgentAsync();
        var trade = await OrderAsync(agent, "buy", "AAPL", 1, "limit", 1.00m);
        await agent.Owner.PostAsync(agent.Path + "/pause");
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.Contains("paused", cancelled["failureReason"], StringComparison.Ordinal);
    }

    private Task<TestAgent> AgentAsync(decimal budget = 100_000m) =>
        TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), budget, 50_000m);

    private static Task<string> OrderAsync(
        TestAgent agent,
        string action,
        string symbol,
        long quantity,
        string type,
        decimal price
    ) => agent.AcceptedAsync(action, symbol, quantity, ("orderType", type), ("limitPrice", price));

    /// <summary>Lets a later trade be filled first: by then the resting order has been looked at and put back.</summary>
    private static async Task RestsAsync(TestAgent agent, string trade)
    {
        await agent.FilledAsync("buy", "KO", 1);
        Assert.Equal("pending", (await agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"))["status"]);
    }

    private async Task<DateTimeOffset> MarketNowAsync() =>
        (await app.Product.NewUser(Roles.Viewer).GetAsync("market/status")).Body.GetProperty("now").GetDateTimeOffset();

    private async Task<decimal> QuoteAsync(string symbol, string member) =>
        (await app.Product.NewUser(Roles.Viewer).GetAsync("market/quotes?symbols=" + symbol))
            .Body.GetProperty("items")[0]
            .GetProperty(member)
            .GetDecimal();

    /// <summary>Moves on to the next session's first minute, if this one is not young enough for what follows.</summary>
    private async Task AtTheOpeningAsync()
    {
        var now = await MarketNowAsync();
        var session = ExchangeCalendar.LastStarted(now);
        if (now - session.Open > TimeSpan.FromMinutes(25))
        {
            // Simulated time leaves out the closed hours, or not: either way it arrives in the next session.
            while (ExchangeCalendar.LastStarted(await MarketNowAsync()).Index == session.Index)
            {
                app.Clock.Advance(TimeSpan.FromMinutes(10));
            }
        }
    }

    /// <summary>A share that is at least half a percent cheaper in an hour, and a price on the way there.</summary>
    private async Task<(string Symbol, decimal Level)> FallingAsync()
    {
        var market = new SyntheticMarket(1);
        var now = await MarketNowAsync();
        foreach (var symbol in Universe.Symbols)
        {
            var (today, later) = (market.QuoteAt(symbol, now).Bid, market.QuoteAt(symbol, now + AnHour).Ask);
            if (later < today * 0.995m)
            {
                return (symbol, decimal.Round(today * 0.997m, 2));
            }
        }

        throw new InvalidOperationException("No share falls in the next hour: choose another seed.");
    }
}
