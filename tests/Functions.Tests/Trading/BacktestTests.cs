using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Backtests;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>Backtests over the API, the queue and the storage.</summary>
public sealed class BacktestTests(BacktestTests.Fixture fixture) : IClassFixture<BacktestTests.Fixture>
{
    private const string Path = "api/v1/trading/backtests";

    private static readonly string[] Symbols = ["AAPL", "MSFT", "NVDA"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task A_backtest_says_what_the_engine_would_have_done()
    {
        var accepted = await StartAsync(Body());
        Assert.Equal("queued", accepted.GetProperty("status").GetString());
        var ended = await WaitAsync(accepted);

        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal(1, ended.GetProperty("progress").GetDouble());
        var expected = Backtester.Run(
            new BacktestRequest
            {
                Bars = await BarsAsync(),
                From = new DateTimeOffset(2023, 1, 3, 14, 30, 0, TimeSpan.Zero),
                To = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
                InitialCapital = 20_000m,
                Settings = new AgentSettings
                {
                    Name = "Any",
                    Strategy = Strategy.Aggressive,
                    RiskTolerance = 5,
                },
                Config = new EngineConfig { MaxOpenPositions = 2, ManualTier = RiskTier.Moderate },
                Earnings = App.Services.GetRequiredService<IMarketData>().Earnings,
            }
        );
        Assert.NotEmpty(expected.Trades);
        Assert.Equal(expected.OrderListHash, ended.GetProperty("orderListHash").GetString());
        Assert.Equal(expected.Orders, ended.GetProperty("orders").GetInt32());
        Assert.Equal(Json(expected.Metrics), Json(ended.GetProperty("metrics")));
        Assert.Equal(Json(expected.Benchmark), Json(ended.GetProperty("benchmark")));
        Assert.Equal(Json(expected.EquityCurve), Json(ended.GetProperty("equityCurve")));
        Assert.Equal(Json(expected.Trades.Select(BacktestSale.Of)), Json(ended.GetProperty("trades")));
        Assert.Equal(2, ended.GetProperty("request").GetProperty("config").GetProperty("maxOpenPositions").GetInt32());
    }

    [Fact]
    public async Task The_same_request_twice_is_two_backtests_with_the_same_orders()
    {
        var first = await WaitAsync(await StartAsync(Body()));
        var second = await WaitAsync(await StartAsync(Body()));
        Assert.NotEqual(Id(first), Id(second));
        Assert.Equal(first.GetProperty("orderListHash").GetString(), second.GetProperty("orderListHash").GetString());
        Assert.Equal(Json(first.GetProperty("trades")), Json(second.GetProperty("trades")));
    }

    [Fact]
    public async Task Another_setting_of_the_engine_gives_other_orders()
    {
        var first = await WaitAsync(await StartAsync(Body()));
        var second = await WaitAsync(await StartAsync(Body("""{"maxOpenPositions": 1}""")));
        Assert.NotEqual(
            first.GetProperty("orderListHash").GetString(),
            second.GetProperty("orderListHash").GetString()
        );
    }

    [Fact]
    public async Task A_message_that_comes_again_changes_no_result()
    {
        var ended = await WaitAsync(await StartAsync(Body()));
        var store = App.Services.GetRequiredService<BacktestStore>();
        var (record, tag) = (await store.FindAsync(Id(ended), Token))!.Value;
        await App.Services.GetRequiredService<BacktestJob>().RunAsync(record, Token);
        Assert.Equal(tag, (await store.FindAsync(Id(ended), Token))!.Value.Tag);
    }

    [Fact]
    public async Task A_run_that_was_killed_starts_over_and_ends_the_same()
    {
        var ended = await WaitAsync(await StartAsync(Body()));
        var store = App.Services.GetRequiredService<BacktestStore>();
        var (record, _) = (await store.FindAsync(Id(ended), Token))!.Value;
        var killed = new BacktestRecord(
            EntityId.Derive(IdPrefixes.Backtest, record.CreatedAt, "killed"),
            record.OwnerId,
            record.Request,
            record.MarketNow,
            record.CreatedAt
        )
        {
            Status = BacktestStatus.Running,
            Progress = 0.7,
        };
        await store.AddAsync(killed, Token);
        await App
            .Services.GetRequiredService<InstanceStorage>()
            .Queue(QueueNames.Backtests)
            .SendMessageAsync(QueueMessages.Write(killed), Token);
        var again = await WaitAsync(killed.BacktestId);
        Assert.Equal("completed", again.GetProperty("status").GetString());
        Assert.Equal(Json(ended.GetProperty("trades")), Json(again.GetProperty("trades")));
        Assert.Equal(Json(ended.GetProperty("equityCurve")), Json(again.GetProperty("equityCurve")));
    }

    [Fact]
    public async Task A_cancelled_backtest_stays_cancelled()
    {
        var accepted = await StartAsync(Large());
        using var cancel = await App.PostAsync($"{Path}/{Id(accepted)}/cancel", null, await App.TokenAsync("trader"));
        Assert.Equal(200, (int)cancel.StatusCode);
        Assert.Equal("cancelled", (await TestApp.ReadAsync(cancel)).GetProperty("status").GetString());
        // The run looks once a second; behind it the next one ends only when the slot is free.
        var behind = await StartAsync(Body());
        var deadline = TimeProvider.System.GetTimestamp();
        JsonElement next;
        do
        {
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Token);
            next = await GetAsync(Id(behind));
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60));
        } while (next.GetProperty("status").GetString() != "completed");

        var cancelled = await GetAsync(Id(accepted));
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, cancelled.GetProperty("metrics").ValueKind);
        using var again = await App.PostAsync($"{Path}/{Id(accepted)}/cancel", null, await App.TokenAsync("trader"));
        Assert.Equal(200, (int)again.StatusCode);
    }

    [Fact]
    public async Task What_has_completed_cannot_be_cancelled()
    {
        var ended = await WaitAsync(await StartAsync(Body()));
        using var cancel = await App.PostAsync($"{Path}/{Id(ended)}/cancel", null, await App.TokenAsync("trader"));
        Assert.Equal(409, (int)cancel.StatusCode);
    }

    [Fact]
    public async Task A_trader_sees_only_own_backtests_and_an_admin_all_of_them()
    {
        var mine = Id(await WaitAsync(await StartAsync(Body(), "trader")));
        var theirs = Id(await WaitAsync(await StartAsync(Body(), "admin")));
        var trader = await ListAsync("trader");
        Assert.Contains(mine, trader);
        Assert.DoesNotContain(theirs, trader);
        foreach (var name in (string[])["admin", "viewer"])
        {
            var all = await ListAsync(name);
            Assert.Contains(mine, all);
            Assert.Contains(theirs, all);
        }

        using var hidden = await App.GetAsync($"{Path}/{theirs}", await App.TokenAsync("trader"));
        Assert.Equal(404, (int)hidden.StatusCode);
        using var forbidden = await App.PostTextAsync(Path, Body(), await App.TokenAsync("viewer"));
        Assert.Equal(403, (int)forbidden.StatusCode);
    }

    [Fact]
    public async Task The_list_comes_in_pages_newest_first()
    {
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var older = Id(await StartAsync(Body(), "admin"));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = Id(await StartAsync(Body(), "admin"));
        var admin = await App.TokenAsync("admin");
        using var first = await App.GetAsync($"{Path}?pageSize=1", admin);
        var page = await TestApp.ReadAsync(first);
        Assert.Equal(newer, Id(page.GetProperty("items")[0]));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("items")[0].GetProperty("trades").ValueKind);
        var next = Uri.EscapeDataString(page.GetProperty("nextPageToken").GetString()!);
        using var second = await App.GetAsync($"{Path}?pageSize=1&pageToken={next}", admin);
        Assert.Equal(older, Id((await TestApp.ReadAsync(second)).GetProperty("items")[0]));
        await WaitAsync(newer);
    }

    private static string Body(string config = """{"maxOpenPositions": 2}""") =>
        $$"""
            {"symbols":["AAPL","MSFT","NVDA"],"from":"2023-01-03","to":"2024-12-31","initialCapital":20000,
             "riskTier":"moderate","strategy":"aggressive","config":{{config}}}
            """;

    /// <summary>Takes long enough to be cancelled while it runs.</summary>
    private static string Large() =>
        """{"symbols":["A","B","C","D","E","F","G","H"],"from":"2000-03-03","to":"2024-12-31","initialCapital":20000}""";

    private async Task<Dictionary<string, ReadOnlyMemory<Bar>>> BarsAsync()
    {
        // As many as the plan takes before the first day: the figures then begin at the same bar.
        var first = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2023, 1, 3)).Index - 261;
        var bars = new Dictionary<string, ReadOnlyMemory<Bar>>();
        foreach (var symbol in Symbols)
        {
            var read = await App
                .Services.GetRequiredService<IMarketData>()
                .GetBarsAsync(
                    symbol,
                    BarInterval.OneDay,
                    ExchangeCalendar.SessionAt(first).Open,
                    new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
                    Token
                );
            bars[symbol] = read.ToArray();
        }

        return bars;
    }

    private async Task<JsonElement> StartAsync(string body, string name = "trader")
    {
        using var response = await App.PostTextAsync(Path, body, await App.TokenAsync(name));
        var answer = await TestApp.ReadAsync(response);
        Assert.True((int)response.StatusCode == 202, answer.ToString());
        Assert.Equal($"/{Path}/{Id(answer)}", response.Headers.Location!.ToString());
        return answer;
    }

    private Task<JsonElement> WaitAsync(JsonElement started) => WaitAsync(Id(started));

    private async Task<JsonElement> WaitAsync(string id)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            var backtest = await GetAsync(id);
            if (backtest.GetProperty("status").GetString() is "completed" or "failed" or "cancelled")
            {
                return backtest;
            }

            await Task.Delay(50, Token);
        }

        Assert.Fail($"{id} did not end within a minute.");
        return default;
    }

    private async Task<JsonElement> GetAsync(string id)
    {
        using var response = await App.GetAsync($"{Path}/{id}", await App.TokenAsync("admin"));
        Assert.Equal(200, (int)response.StatusCode);
        return await TestApp.ReadAsync(response);
    }

    private async Task<List<string>> ListAsync(string name)
    {
        using var response = await App.GetAsync($"{Path}?pageSize=100", await App.TokenAsync(name));
        return [.. (await TestApp.ReadAsync(response)).GetProperty("items").EnumerateArray().Select(Id)];
    }

    private static string Id(JsonElement backtest) => backtest.GetProperty("backtestId").GetString()!;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);

    /// <summary>One app with a synthetic market whose today is 2025-03-03.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        internal TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await TestApp.StartAsync(azurite, typeof(BacktestFunctions), typeof(BacktestRun));

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
