using System.Text.Json;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What is kept of a sale: the lots it closed, what it brought, and what is told of it (document 5, requirements 12, 14.2 and 19.2).</summary>
public sealed class LotTests(AzuriteFixture azurite) : TimedAgentTest(azurite)
{
    [Fact]
    public async Task A_sale_moves_its_lots_from_the_open_to_the_closed_ones_and_pages_hold_each_once()
    {
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000 });
        var buys = new List<string> { (await GetAsync($"agents/{agent}/trading/lots"))[0].Text("tradeId") };
        foreach (var quantity in (long[])[4, 5])
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            buys.Add((await BuyAsync(agent, quantity)).TradeId);
        }

        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await SellAsync(agent, 5);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await SellAsync(agent, 3);

        var open = await GetAsync($"agents/{agent}/trading/lots");
        Assert.Equal(
            [(buys[2], 4L)],
            open.EnumerateArray().Select(lot => (lot.Text("tradeId"), lot.Number("quantity")))
        );
        Assert.All(open.EnumerateArray(), lot => Assert.Equal("open", lot.Text("status")));
        var closed = await PagesAsync($"agents/{agent}/trading/lots?closed=true&pageSize=1");
        Assert.Equal(
            [
                (buys[1], second.TradeId, 2L),
                (buys[2], second.TradeId, 1L),
                (buys[0], first.TradeId, 3L),
                (buys[1], first.TradeId, 2L),
            ],
            closed.Select(lot => (lot.Text("tradeId"), lot.Text("sellTradeId"), lot.Number("quantity")))
        );
        var book = (await StateAsync(agent)).Book;
        Assert.Equal(book.RealizedPnL, closed.Sum(lot => lot.GetProperty("realizedPnL").GetDecimal()));
        Assert.Equal(book.TaxAdjustedPnL, closed.Sum(lot => lot.GetProperty("taxablePnL").GetDecimal()));
        Assert.Equal(first.RealizedPnL + second.RealizedPnL, book.RealizedPnL);
    }

    [Fact]
    public async Task A_sale_says_since_when_its_shares_were_held_and_what_they_cost()
    {
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000 });
        var (bought, at) = ((await StateAsync(agent)).Book.PositionIn("AAPL")!, App.Clock.GetUtcNow());
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        var sale = await SellAsync(agent, 3);
        Assert.Equal(at, sale.Closed!.OpenedAt);
        Assert.Equal(bought.AverageCost, sale.Closed.EntryPrice);
        Assert.Equal(decimal.Round(100 * sale.RealizedPnL!.Value / bought.Cost, 2), sale.Closed.PnLPercent);
        Assert.False(sale.Closed.IsMicro);
        Assert.Null((await BuyAsync(agent)).Closed);
    }

    [Fact]
    public async Task Micro_trades_are_reckoned_apart()
    {
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000 });
        var state = await StateAsync(agent);
        await CommitAsync(
            agent,
            book => book.SetStop(book.StopOf("AAPL")! with { Kind = Core.Market.Signals.SignalKind.Micro })
        );
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        var micro = await SellAsync(agent, 3);
        Assert.True(micro.Closed!.IsMicro);
        await BuyAsync(agent);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        await SellAsync(agent, 3);
        var shown = await ObjectAsync($"agents/{agent}/trading/performance");
        Assert.Equal(1, shown.GetProperty("micro").Number("trades"));
        Assert.Equal(micro.RealizedPnL, shown.GetProperty("micro").GetProperty("pnL").GetDecimal());
        var book = (await StateAsync(agent)).Book;
        Assert.Equal(book.RealizedPnL, shown.GetProperty("recent").GetProperty("realizedPnL").GetDecimal());
        Assert.Equal(book.TaxAdjustedPnL, shown.GetProperty("taxAdjustedPnL").GetDecimal());
        Assert.Equal(20_000m, state.Book.Budget);
    }

    [Fact]
    public async Task A_sale_that_won_or_lost_much_is_told_and_audited_and_one_that_did_not_is_not()
    {
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000, largeResultPct = 0 });
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        var sale = await SellAsync(agent, 1);
        Assert.NotEqual(0m, sale.RealizedPnL);
        var told = Assert.Single(await ToldAsync(agent));
        Assert.Contains("The sale of 1 AAPL", told.Text("sentence"), StringComparison.Ordinal);
        var audited = await Eventually.GetAsync(
            () => GetAsync("audit?action=engine.large_result"),
            entries => entries.GetArrayLength() == 1
        );
        Assert.Equal(agent, audited[0].Text("resourceId"));
        await PutAsync($"agents/{agent}/trading/config", new { largeResultPct = 0.05 });
        await SellAsync(agent, 1);
        Assert.Single(await ToldAsync(agent));
    }

    [Fact]
    public async Task A_person_can_put_cash_aside_and_take_it_back_by_entries_of_the_ledger()
    {
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000 });
        foreach (var balance in (decimal[])[1_500m, 1_500m, 250.25m])
        {
            var set = await PutAsync($"agents/{agent}/trading/reserve", new { balance, reason = "A rainy day." });
            Assert.Equal(balance, set.GetProperty("balance").GetDecimal());
            Assert.Equal(balance, (await StateAsync(agent)).Book.ReservePool);
        }

        var ledger = (await ObjectAsync($"agents/{agent}/trading/reserve")).GetProperty("items").EnumerateArray();
        Assert.Equal(
            [("manual_adjustment", 1_500m), ("manual_adjustment", -1_249.75m)],
            ledger.Select(entry => (entry.Text("trigger"), entry.GetProperty("amount").GetDecimal())).Order().Reverse()
        );
        var audited = await Eventually.GetAsync(
            () => GetAsync("audit?action=reserve.adjusted"),
            entries => entries.GetArrayLength() == 2
        );
        Assert.Equal("A rainy day.", audited[0].GetProperty("details").Text("reason"));
        using var refused = await SendAsync(
            HttpMethod.Put,
            $"agents/{agent}/trading/reserve",
            new { balance = 20_000m, reason = "All of it." }
        );
        Assert.Equal(422, (int)refused.StatusCode);
    }

    private async Task<IReadOnlyList<JsonElement>> ToldAsync(string agent) =>
        [
            .. (await GetAsync($"agents/{agent}/trading/events"))
                .EnumerateArray()
                .Where(told => told.Text("kind") == "large_result"),
        ];
}
