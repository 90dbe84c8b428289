using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>What storage fails as often as a message is tried comes to an end, and nobody waits for it for ever.</summary>
public sealed class AbandonedWorkTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly FailingTables tables = new();
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private IAsyncDisposable? running;
    private Product product = null!;

    public async ValueTask InitializeAsync()
    {
        running = clock.Run();
        product = await Product.StartAsync(
            azurite.ConnectionString,
            clock,
            services => services.AddSingleton(tables.Client(azurite.ConnectionString))
        );
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await running!.DisposeAsync();
    }

    [Fact]
    public async Task A_trade_that_storage_never_lets_end_fails_once_storage_is_well_and_costs_nothing()
    {
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 10_000m, 50_000m);
        tables.Fail((_, body) => body.Contains("idem|trd_", StringComparison.Ordinal));
        var trade = await agent.AcceptedAsync("buy", "KO", 1);
        // The last of its tries, and a first attempt to end it.
        await FailedAsync(PoisonReasons.MaxDequeueCount + 1);
        Assert.Equal("pending", (await agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"))["status"]);
        tables.Heal();

        var ended = await agent.TradeIsAsync(trade, "failed");
        Assert.Equal(
            "The order could not be carried out, however often it was tried: submit it again.",
            ended["failureReason"]
        );
        var portfolio = await agent.Owner.GetAsync(agent.Path + "/portfolio");
        Assert.Equal(10_000m, portfolio.Body.GetProperty("portfolio").GetProperty("cash").GetDecimal());
        await AuditedAsync(trade, "trade.failed");
        await agent.FilledAsync("buy", "KO", 1);
    }

    [Fact]
    public async Task A_trade_that_storage_never_lets_a_person_see_is_withdrawn_and_its_agent_trades_on()
    {
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 10_000m, 100m);
        var table = product.Storage.Table(TableNames.Oversight).Name;
        tables.Fail(
            (call, body) =>
                call.EndsWith("$batch", StringComparison.Ordinal)
                && body.Contains($"/{table}", StringComparison.Ordinal)
        );
        var trade = await agent.AcceptedAsync("buy", "KO", 5);
        await FailedAsync(PoisonReasons.MaxDequeueCount + 1);
        Assert.NotNull((await agent.GetAsync())["pendingApproval"]);
        tables.Heal();

        var ended = await agent.TradeIsAsync(trade, "cancelled");
        Assert.Contains("could not be carried out", ended["failureReason"], StringComparison.Ordinal);
        Assert.Null((await agent.GetAsync())["pendingApproval"]);
        await agent.FilledAsync("buy", "KO", 1);
    }

    [Fact]
    public async Task A_poisoned_message_of_a_trade_that_has_ended_changes_nothing()
    {
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 10_000m, 50_000m);
        var trade = (await agent.FilledAsync("buy", "KO", 1))["tradeId"];
        await AuditedAsync(trade, "trade.executed");
        var before = await product.DumpAsync(agent.Id);
        var order = new Order
        {
            TradeId = trade,
            AgentId = agent.Id,
            Symbol = "KO",
            Action = TradeAction.Buy,
            Quantity = 1,
            SubmittedAt = clock.GetUtcNow(),
        };
        var poison = product.Storage.Queue(QueueNames.TradeOrders + QueueNames.PoisonEnding);
        await poison.SendMessageAsync(QueueMessages.Write(new TradeOrderMessage(order, agent.Owner.UserId)));
        await EmptyAsync(QueueNames.TradeOrders + QueueNames.PoisonEnding);
        Assert.Equal(before, await product.DumpAsync(agent.Id));
    }

    [Fact]
    public async Task A_notice_that_could_not_be_announced_however_often_asks_approvers_by_mail()
    {
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 10_000m, 100m);
        await agent.AcceptedAsync("buy", "KO", 5);
        var request = await agent.PendingApprovalAsync();
        var name = (await agent.GetAsync())["name"];
        var notice = new ApprovalNotice(request + "-poisoned", EventTypes.OversightReminded, request, null);
        var poison = product.Storage.Queue(QueueNames.ApprovalNotices + QueueNames.PoisonEnding);
        await poison.SendMessageAsync(QueueMessages.Write(notice));
        await Eventually.GetAsync(
            () => product.MailAsync("approver@demo.local"),
            mails =>
                mails.Any(mail =>
                    mail.GetRawText() is var text
                    && text.Contains("Reminder: approval needed", StringComparison.Ordinal)
                    && text.Contains(name, StringComparison.Ordinal)
                )
        );
        await EmptyAsync(QueueNames.ApprovalNotices + QueueNames.PoisonEnding);
    }

    [Fact]
    public async Task A_backtest_that_storage_never_lets_run_fails_once_storage_is_well()
    {
        var trader = product.NewUser(Roles.Trader);
        var table = product.Storage.Table(TableNames.Reports).Name;
        tables.Fail(
            (call, _) =>
                call.StartsWith("PUT", StringComparison.Ordinal) && call.Contains(table, StringComparison.Ordinal)
        );
        var submitted = await trader.PostAsync(
            "trading/backtests",
            new
            {
                symbols = new[] { "AAPL" },
                from = "2024-01-02",
                to = "2024-03-28",
                initialCapital = 10_000,
            }
        );
        Assert.True(submitted.Status == 202, submitted.ToString());
        await FailedAsync(PoisonReasons.MaxDequeueCount + 1);
        tables.Heal();

        var path = "trading/backtests/" + submitted["backtestId"];
        var ended = await Eventually.GetAsync(() => trader.GetAsync(path), answer => answer["status"] == "failed");
        Assert.Contains("start it again", ended["error"], StringComparison.Ordinal);
        await EmptyAsync(QueueNames.Backtests + QueueNames.PoisonEnding);
    }

    [Fact]
    public async Task What_happened_while_the_audit_log_could_not_be_written_is_in_it_once_storage_is_well()
    {
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 10_000m, 50_000m);
        var table = product.Storage.Table(TableNames.Audit).Name;
        tables.Fail((call, body) => (call + body).Contains(table, StringComparison.Ordinal));
        var trade = (await agent.FilledAsync("buy", "KO", 1))["tradeId"];
        // The bus has given up on both: submitted and executed.
        await DeadLetteredAsync(trade, 2);
        tables.Heal();

        await Eventually.GetAsync(
            async () =>
            {
                // The timer that looks for them comes once a minute.
                clock.Advance(TimeSpan.FromSeconds(20));
                return await product.NewUser(Roles.Admin).GetAsync($"audit?resourceId={trade}");
            },
            audit =>
                audit.Body.ToString() is var text
                && text.Contains("trade.submitted", StringComparison.Ordinal)
                && text.Contains("trade.executed", StringComparison.Ordinal)
        );
        var verified = await product.NewUser(Roles.Admin).GetAsync("audit/verify");
        Assert.True(verified.Body.GetProperty("valid").GetBoolean(), verified.ToString());
        // Said after the last of them is written.
        await Eventually.GetAsync(
            () => Task.FromResult(product.Log),
            log => log.Contains("late for the audit log", StringComparison.Ordinal)
        );
    }

    private async Task FailedAsync(int times) =>
        await Eventually.GetAsync(() => Task.FromResult(tables.Failures), failures => failures >= times);

    private async Task DeadLetteredAsync(string trade, int events)
    {
        await using var bus = new ServiceBusClient(
            $"Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=local;UseDevelopmentEmulator=true;StorageConnectionString={azurite.ConnectionString}"
        );
        var deadLetters = bus.CreateReceiver(
            $"{product.Instance}-{EventTopic.Name}",
            EventTopic.Audit,
            new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }
        );
        await Eventually.GetAsync(
            async () =>
                (await deadLetters.PeekMessagesAsync(100, fromSequenceNumber: 0)).Count(message =>
                    message.Body.ToString().Contains(trade, StringComparison.Ordinal)
                ),
            count => count == events
        );
    }

    private async Task EmptyAsync(string queue) =>
        await Eventually.GetAsync(
            async () => (await product.Storage.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount,
            count => count == 0
        );

    private async Task AuditedAsync(string resource, string action) =>
        await Eventually.GetAsync(
            async () => await product.NewUser(Roles.Admin).GetAsync($"audit?resourceId={resource}"),
            audit => audit.Body.ToString().Contains(action, StringComparison.Ordinal)
        );
}
