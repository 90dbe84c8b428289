using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Backtests;
using AgentTrader.Services.Trading.Signals;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Services.Tests.Trading.Backtests;

/// <summary>The run of a backtest whose market does not answer until it is told to stop.</summary>
public sealed class BacktestJobTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider clock = new(Now);
    private readonly InstanceStorage storage = new(
        new TableServiceClient(azurite.ConnectionString),
        new QueueServiceClient(azurite.ConnectionString),
        "t" + Guid.NewGuid().ToString("n")[..20]
    );

    private BacktestStore Store => new(storage);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static BacktestRecord Message { get; } =
        new(
            EntityId.Derive(IdPrefixes.Backtest, Now, "one"),
            "usr_1",
            new StartBacktestRequest(["AAPL"], new DateOnly(2024, 1, 2), new DateOnly(2024, 3, 28), 10_000m),
            Now,
            Now
        );

    public async ValueTask InitializeAsync()
    {
        await storage.Table(TableNames.Reports).CreateIfNotExistsAsync(Token);
        await storage.Table(TableNames.Market).CreateIfNotExistsAsync(Token);
        await storage.Queue(QueueNames.Backtests).CreateIfNotExistsAsync(cancellationToken: Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Cancelling_stops_the_run_within_a_second()
    {
        var market = new SilentMarket();
        using var job = Job(market);
        var run = job.RunAsync(Message, Token);
        await market.Asked.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var (record, tag) = (await Store.FindAsync(Message.BacktestId, Token))!.Value;
        Assert.Equal(BacktestStatus.Running, record.Status);
        Assert.True(await Store.ReplaceAsync(record with { Status = BacktestStatus.Cancelled }, tag, Token));
        var began = TimeProvider.System.GetTimestamp();
        while (!run.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(run, Task.Delay(20, Token));
        }

        await run;
        Assert.True(market.WasStopped);
        Assert.Equal(BacktestStatus.Cancelled, (await Store.FindAsync(Message.BacktestId, Token))!.Value.Record.Status);
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_backtest_to_the_next_one()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var market = new SilentMarket();
        using var job = Job(market);
        var run = job.RunAsync(Message, stopping.Token);
        await market.Asked.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(BacktestStatus.Running, (await Store.FindAsync(Message.BacktestId, Token))!.Value.Record.Status);

        using var next = Job(new SyntheticMarketData(1));
        await next.RunAsync(Message, Token);
        var (record, _) = (await Store.FindAsync(Message.BacktestId, Token))!.Value;
        Assert.Equal(BacktestStatus.Completed, record.Status);
        Assert.NotEmpty((await Store.ReadListsAsync(Message.BacktestId, Token)).EquityCurve);
    }

    [Fact]
    public async Task A_second_backtest_goes_back_into_the_queue_while_one_runs()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var market = new SilentMarket();
        using var job = Job(market);
        var run = job.RunAsync(Message, stopping.Token);
        await market.Asked.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await job.RunAsync(Message with { BacktestId = EntityId.Derive(IdPrefixes.Backtest, Now, "two") }, Token);
        var queue = await storage.Queue(QueueNames.Backtests).GetPropertiesAsync(Token);
        Assert.Equal(1, queue.Value.ApproximateMessagesCount);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_backtest_hears_what_its_owner_was_told_in_that_time_and_not_what_strangers_were()
    {
        var at = new DateTimeOffset(2024, 2, 1, 14, 30, 0, TimeSpan.Zero);
        var told = new Recommendation(
            EntityId.Derive(IdPrefixes.Recommendation, at, "one"),
            "AAPL",
            RecommendationAction.Buy,
            0.99,
            RecommendationMode.PaperEligible,
            RecommendationHorizon.Month,
            "It rises.",
            at,
            at.AddDays(30),
            "usr_1"
        );
        var stranger = await HashAsync("usr_2", "before");
        await RecommendationService
            .FeedIn(storage, clock)
            .AddAsync(told.RecommendationId, Now, at, told.ExpiresAt, told.OwnerId, told, Token);
        Assert.Equal(stranger, await HashAsync("usr_2", "after"));
        Assert.NotEqual(stranger, await HashAsync("usr_1", "after"));
    }

    private async Task<string?> HashAsync(string ownerId, string seed)
    {
        var message = Message with
        {
            BacktestId = EntityId.Derive(IdPrefixes.Backtest, Now, ownerId + seed),
            OwnerId = ownerId,
        };
        using var job = Job(new SyntheticMarketData(1));
        await job.RunAsync(message, Token);
        var (record, _) = (await Store.FindAsync(message.BacktestId, Token))!.Value;
        Assert.Equal(BacktestStatus.Completed, record.Status);
        return record.OrderListHash;
    }

    private BacktestJob Job(IMarketData market) =>
        new(Store, storage, new SignalHistory(storage, clock), market, clock, NullLogger<BacktestJob>.Instance);

    /// <summary>Has prices, and answers no question for bars before it is cancelled.</summary>
    private sealed class SilentMarket : IMarketData
    {
        public EarningsCalendar Earnings => EarningsCalendar.Empty;

        private readonly SyntheticMarketData market = new(1);
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public bool WasStopped { get; private set; }

        public string Identity => market.Identity;

        public IReadOnlyList<string> Symbols => market.Symbols;

        public BarInterval NativeInterval => market.NativeInterval;

        public IReadOnlyList<BarInterval> Intervals => market.Intervals;

        public SessionTimeline Sessions => market.Sessions;

        public DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall) => market.StartAt(from, wall);

        public DateTimeOffset HistoryStart(DateTimeOffset origin) => market.HistoryStart(origin);

        public ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken) =>
            market.GetQuoteAsync(symbol, at, cancellationToken);

        public async ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
            string symbol,
            BarInterval interval,
            DateTimeOffset from,
            DateTimeOffset until,
            CancellationToken cancellationToken
        )
        {
            asked.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return [];
            }
            finally
            {
                WasStopped = true;
            }
        }

        public ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
            string symbol,
            int count,
            DateTimeOffset at,
            CancellationToken cancellationToken
        ) => market.GetLastBarsAsync(symbol, count, at, cancellationToken);
    }
}
