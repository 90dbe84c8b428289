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
    [InlineData(QueueNames.AgentCycles, """{"agentId":7}""", "The message is no AgentCycleMessage")]
    public async Task An_unreadable_message_is_poisoned_and_says_why(string queue, string body, string reason)
    {
        var sent = (await app.Product.Storage.Queue(queue).SendMessageAsync(body)).Value.MessageId;
        Assert.Equal(body, await PoisonedAsync(queue));
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
        Assert.Equal(body, await PoisonedAsync(QueueNames.TradeOrders));
        Assert.Equal(
            body[..JsonRow.MaxPropertyLength],
            (await ReasonAsync(QueueNames.TradeOrders, sent)).GetString("Body")
        );
    }

    [Fact]
    public async Task What_comes_after_an_unreadable_message_is_traded()
    {
        var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 10_000m, 50_000m);
        await app.Product.Storage.Queue(QueueNames.TradeOrders).SendMessageAsync("no JSON at all");
        await agent.FilledAsync("buy", "KO", 1);
        await PoisonedAsync(QueueNames.TradeOrders);
    }

    /// <summary>Waits for the next message of the poison queue and takes it out.</summary>
    private async Task<string> PoisonedAsync(string queue)
    {
        var poison = app.Product.Storage.Queue(queue + "-poison");
        var message = await Eventually.GetAsync(
            async () => await poison.ExistsAsync() ? (await poison.ReceiveMessageAsync()).Value : null,
            message => message is not null
        );
        await poison.DeleteMessageAsync(message!.MessageId, message.PopReceipt);
        return message.Body.ToString();
    }

    private async Task<TableEntity> ReasonAsync(string queue, string messageId) =>
        (
            await app
                .Product.Storage.Table(TableNames.Settings)
                .GetEntityAsync<TableEntity>("poison|" + queue, messageId)
        ).Value;
}
