using System.Text.Json;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;
using AgentTrader.Core.Tests.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Tests.Market;
using AgentTrader.Services.Trading.Signals;

namespace AgentTrader.Services.Tests.Trading;

/// <summary>
/// docs/architecture.md: a backtest over the bars that a live run saw gives the same decisions, fills, lots and cash. The live
/// driver is woken at the instants at which the backtest steps: each minute, or where bars are daily when the window opens and
/// when a tranche is due.
/// </summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    private static readonly string[] Shares = ["AAPL", "JPM", "NVDA", "SPY", "TSLA", "XOM"];

    public static TheoryData<int, Strategy> Seeds
    {
        get
        {
            var seeds = new TheoryData<int, Strategy>();
            for (var seed = 1; seed <= 6; seed++)
            {
                seeds.Add(seed, (Strategy)(seed % 4));
            }

            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task On_the_synthetic_market_live_and_backtest_are_the_same(int seed, Strategy strategy)
    {
        var market = new SyntheticMarketData(seed);
        var first = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2025, 1, 6).AddDays(seed * 37));
        var last = ExchangeCalendar.SessionAt(first.Index + 1);
        var micro = seed % 2 == 0;
        Assert.True(await CompareAsync(market, first.Open, last.Close, strategy, 100_000m, Shares, micro) > 20);
    }

    [Theory]
    [InlineData(Strategy.Conservative)]
    [InlineData(Strategy.Balanced)]
    [InlineData(Strategy.Aggressive)]
    [InlineData(Strategy.Custom)]
    public async Task On_recorded_days_live_and_backtest_are_the_same(Strategy strategy)
    {
        var market = Recorded(MarketDataFiles.Daily, "AAPL", "BAC", "IBM", "IWM", "SPY");
        var (from, to) = (new DateOnly(2007, 6, 1), new DateOnly(2009, 3, 1));
        var count = await CompareAsync(
            market,
            ExchangeCalendar.SessionOnOrAfter(from).Open,
            ExchangeCalendar.SessionOnOrAfter(to).Open,
            strategy,
            50_000m,
            [.. market.Symbols]
        );
        Assert.True(count > 50);
    }

    [Fact]
    public async Task On_recorded_minutes_live_and_backtest_are_the_same()
    {
        var market = Recorded(MarketDataFiles.Minute, "IBM", "SPY");
        var from = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2013, 10, 8)).Open;
        var to = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2013, 10, 14)).Open;
        Assert.True(await CompareAsync(market, from, to, Strategy.Custom, 50_000m, ["IBM", "SPY"]) > 10);
    }

    [Fact]
    public async Task What_was_recommended_and_reported_meanwhile_is_replayed_by_a_backtest_as_live_agents_heard_it()
    {
        var market = new SyntheticMarketData(3);
        var first = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2025, 5, 5));
        var last = ExchangeCalendar.SessionAt(first.Index + 1);
        var heard = await CompareAsync(
            market,
            first.Open,
            last.Close,
            Strategy.Conservative,
            100_000m,
            Shares,
            tell: TellAsync
        );
        Assert.True(heard > 5);
    }

    /// <summary>
    /// Now and then a recommendation, of the owner, of an administrator or of a stranger, once a severe event, and at the beginning
    /// that a company reports in two days.
    /// </summary>
    private static async Task TellAsync(LiveReplay live, int place, DateTimeOffset at)
    {
        if (place == 0)
        {
            var today = ExchangeCalendar.LastStarted(at).Index;
            await live.EnterEarningsAsync(at, "NVDA", ExchangeCalendar.SessionAt(today + 2).Date);
        }

        if (place % 25 == 20)
        {
            var number = place / 25;
            await live.RecommendAsync(
                at,
                new SubmitRecommendationRequest(
                    Shares[number % Shares.Length],
                    number % 5 == 4 ? RecommendationAction.Sell : RecommendationAction.Buy,
                    0.76 + (number % 4 * 0.05),
                    $"Thesis {number}",
                    number % 7 == 6 ? RecommendationMode.Informational : RecommendationMode.PaperEligible,
                    RecommendationHorizon.Week,
                    number % 3 == 2 ? at.AddMinutes(40) : null
                ),
                number % 2 == 1 ? Roles.Trader : Roles.Admin,
                number % 4 == 3 ? "usr_stranger" : LiveReplay.OwnerId
            );
        }

        if (place == 200)
        {
            await live.ReportAsync(at, new ReportMacroEventRequest(MacroSeverity.High, "Rates", TimeSpan.FromHours(2)));
        }
    }

    /// <summary>The number of fills, after everything was compared.</summary>
    private async Task<int> CompareAsync(
        IMarketData market,
        DateTimeOffset from,
        DateTimeOffset to,
        Strategy strategy,
        decimal budget,
        string[] symbols,
        bool micro = false,
        Func<LiveReplay, int, DateTimeOffset, Task>? tell = null
    )
    {
        var cancel = TestContext.Current.CancellationToken;
        var wish = new CreateAgentRequest(
            "Parity",
            strategy,
            budget,
            6,
            new QuotaConfig(10_000_000, 10_000_000),
            symbols,
            OversightThreshold: budget
        );
        var settings = new Dictionary<string, JsonElement>
        {
            ["microEnabled"] = JsonSerializer.SerializeToElement(micro),
        };
        using var live = await LiveReplay.StartAsync(market, from, wish, settings, cancel);
        var (steps, decisions, orders) = (new List<DateTimeOffset>(), new List<Decision>(), new List<Order>());
        var request = new BacktestRequest
        {
            AgentId = live.AgentId,
            Settings = await live.SettingsAsync(),
            Config = live.Config,
            Bars = await BarsAsync(market, symbols, from, to),
            ClosesBefore = await ClosesAsync(market, symbols, from),
            Earnings = market.Earnings,
            From = from,
            To = to,
            InitialCapital = budget,
            Observe = (input, step) =>
            {
                steps.Add(input.MarketTime);
                decisions.AddRange(step.Decisions);
                orders.AddRange(step.Orders);
            },
        };
        var backtest = Backtester.Run(request, cancellationToken: cancel);
        foreach (var (number, at) in steps.ToArray().Index())
        {
            await (tell?.Invoke(live, number, at) ?? Task.CompletedTask);
            await live.StepAsync(at, cancel);
        }

        if (tell is not null)
        {
            // What was told does not change when the engine steps; what it led to is only known afterwards.
            var past = await live.PastAsync(from, to);
            var unheard = backtest.OrderListHash;
            steps.Clear();
            decisions.Clear();
            orders.Clear();
            backtest = Backtester.Run(
                request with
                {
                    Recommendations = past.Recommendations,
                    MacroEvents = past.MacroEvents,
                    Earnings = market.Earnings.With(past.Earnings),
                    OwnerId = LiveReplay.OwnerId,
                },
                cancellationToken: cancel
            );
            Assert.NotEqual(unheard, backtest.OrderListHash);
            Assert.Contains(decisions, each => each.RecommendationId is not null);
            Assert.Contains(decisions, each => each is { Symbol: "NVDA", EarningsNear: true });
        }

        var stored = await live.StoredAsync();
        var (expected, actual) = (Lines(decisions), Lines(stored.Decisions));
        Assert.Empty(expected.Except(actual).Concat(actual.Except(expected)));
        Assert.Equal(decisions.Count, stored.Decisions.Count);
        var place = orders.Select((order, i) => (order.TradeId, i)).ToDictionary();
        Assert.Equal(
            orders.Select(order =>
                (order.TradeId, order.Action, order.Symbol, order.Quantity, (decimal?)order.EstimatedPrice)
            ),
            stored
                .Trades.Values.OrderBy(trade => place[trade.TradeId])
                .Select(trade => (trade.TradeId, trade.Action, trade.Symbol, trade.Quantity, trade.ExecutedPrice))
        );
        Assert.Equal(backtest.Book.ToJson(), stored.Book.ToJson());
        output.WriteLine($"{steps.Count} steps, {decisions.Count} decisions, {backtest.Orders} fills");
        return backtest.Orders;
    }

    private static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<Bar>>> BarsAsync(
        IMarketData market,
        string[] symbols,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var bars = new Dictionary<string, ReadOnlyMemory<Bar>>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var start = market.HistoryStart(from);
            bars[symbol] = (
                await market.GetBarsAsync(symbol, market.NativeInterval, start, to, CancellationToken.None)
            ).ToArray();
        }

        return bars;
    }

    /// <summary>What live agents know of correlations before the first bar that the figures are made of.</summary>
    private static Task<IReadOnlyDictionary<string, IReadOnlyList<double>>> ClosesAsync(
        IMarketData market,
        string[] symbols,
        DateTimeOffset from
    ) =>
        SessionCloses.BeforeAsync(
            market,
            symbols,
            ExchangeCalendar.SessionOnOrAfter(ExchangeCalendar.DateOf(market.HistoryStart(from))).Index,
            CancellationToken.None
        );

    private static RecordedMarketData Recorded(string folder, params string[] symbols)
    {
        using var bars = new BarFolder();
        foreach (var symbol in symbols)
        {
            bars.With($"{symbol}.csv", File.ReadAllText(Path.Combine(folder, $"{symbol}.csv")));
        }

        return RecordedMarketData.Load(bars.Path);
    }

    private static List<string> Lines(IEnumerable<Decision> decisions) =>
        [.. decisions.Select(decision => JsonSerializer.Serialize(decision)).Order(StringComparer.Ordinal)];
}
