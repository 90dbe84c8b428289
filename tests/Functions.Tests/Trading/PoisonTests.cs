using AgentTrader.Core.Identity;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure.Data.Tables;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>A message that cannot be read ends in the poison queue, with the reason kept for whoever looks.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class PoisonTests(ClockedProduct app)
{
    [Theory]
    [InlineData(QueueNames.TradeOrders, "no JSON at all", "The message is no TradeOrderMessage")]
    [InlineData(QueueNames.TradeOrders, """{"id":"mine","dequeueCount":1}""", "The message is no TradeOrderMessage")]
    [InlineData(QueueNames.TradeOrders, "null", "The message is null")]
    [InlineData(
        QueueNames.AgentCycles,
        """{"agentId":"\u0000","wokenAt":"2025-03-03T14:30:00Z","reason":"decision_loop"}""",
        "The message is no AgentCycleMessage of ours"
    )]
    [InlineData(QueueNames.AgentCycles, """{"agentId":7}""", "The message is no AgentCycleMessage")]
    public async Task An_unreadable_message_is_poisoned_and_says_why(string queue, string body, string reason)
    {
        var sent = (await app.Product.Storage.Queue(queue).SendMessageAsync(body)).Value.MessageId;
        var row = await ReasonAsync(queue, sent);
        Assert.StartsWith(reason, row.GetString("Reason"), StringComparison.Ordinal);
        Assert.Equal(body, row.GetString("Body"));
        Assert.InRange(
            row.GetDateTimeOffset("At")!.Value,
            app.Clock.GetUtcNow().AddMinutes(-10),
            app.Clock.GetUtcNow()
        );
    }

    [Fact]
    public async Task A_long_message_is_kept_cut_to_what_a_property_holds()
    {
        var body = new string('x', 40_000);
        var sent = (await app.Product.Storage.Queue(QueueNames.TradeOrders).SendMessageAsync(body)).Value.MessageId;
        Assert.Equal(
            body[..JsonRow.MaxPropertyLength],
            (await ReasonAsync(QueueNames.TradeOrders, sent)).GetString("Body")
        );
    }

    [Fact]
    public async Task What_comes_after_an_unreadable_message_is_traded()
    {
        var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 10_000m, 50_000m);
        var orders = app.Product.Storage.Queue(QueueNames.TradeOrders);
        var sent = (await orders.SendMessageAsync("no JSON at all")).Value.MessageId;
        await agent.FilledAsync("buy", "KO", 1);
        await ReasonAsync(QueueNames.TradeOrders, sent);
    }

    [Theory]
    [InlineData(QueueNames.TradeOrders)]
    [InlineData(QueueNames.Backtests)]
    public async Task An_unreadable_message_does_not_stay_with_those_that_are_worked_off(string queue)
    {
        var sent = (await app.Product.Storage.Queue(queue).SendMessageAsync("{}")).Value.MessageId;
        await ReasonAsync(queue, sent);
        await Eventually.GetAsync(
            () => Task.FromResult(app.Product.Log),
            log => log.Contains("A poisoned message is let go", StringComparison.Ordinal)
        );
        await Eventually.GetAsync(
            async () =>
                (await app.Product.Storage.Queue(queue + QueueNames.PoisonEnding).GetPropertiesAsync())
                    .Value
                    .ApproximateMessagesCount,
            count => count == 0
        );
    }

    [Fact]
    public async Task A_message_of_a_queue_that_nobody_works_off_stays_in_its_poison_queue()
    {
        const string Body = "no JSON at all, for the poison queue";
        await app.Product.Storage.Queue(QueueNames.AgentCycles).SendMessageAsync(Body);
        await Eventually.GetAsync(
            async () =>
            {
                var poison = app.Product.Storage.Queue(QueueNames.AgentCycles + QueueNames.PoisonEnding);
                return await poison.ExistsAsync() ? (await poison.PeekMessagesAsync(32)).Value : [];
            },
            messages => messages.Any(message => message.Body.ToString() == Body)
        );
    }

    /// <summary>Waits until the reason is kept, and gives its row.</summary>
    private async Task<TableEntity> ReasonAsync(string queue, string messageId)
    {
        var settings = app.Product.Storage.Table(TableNames.Settings);
        var row = await Eventually.GetAsync(
            () => settings.GetEntityIfExistsAsync<TableEntity>("poison|" + queue, messageId),
            row => row.HasValue
        );
        return row.Value!;
    }
}
