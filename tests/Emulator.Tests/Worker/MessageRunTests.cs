using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class MessageRunTests(AzuriteFixture azurite) : IFunctionInvoker
{
    private readonly string queueName = "m-" + Guid.NewGuid().ToString("N");
    private Func<Task> function = () => Task.CompletedTask;
    private int invocations;

    [Fact]
    public async Task Keeps_a_message_hidden_while_its_function_runs_and_deletes_it_by_its_newest_receipt()
    {
        var (queue, run) = await CreateAsync(queueName);
        await Sender(queueName).SendMessageAsync("long");
        var message = Assert.Single(await queue.ReceiveAsync());
        function = async () =>
        {
            await Task.Delay(3500);
            Assert.Empty(await queue.ReceiveAsync());
        };
        await run.RunAsync(message, CancellationToken.None);
        Assert.Equal(1, invocations);
        Assert.Equal(0, (await Sender(queueName).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Poisons_without_a_run_what_was_taken_too_often_and_never_finished()
    {
        var (queue, run) = await CreateAsync(queueName);
        await Sender(queueName).SendMessageAsync("crashes");
        for (var taken = 0; taken < 2; taken++)
        {
            var lost = Assert.Single(await queue.ReceiveAsync());
            await queue.HideAsync(lost.MessageId, lost.PopReceipt, TimeSpan.Zero);
        }

        await run.RunAsync(Assert.Single(await queue.ReceiveAsync()), CancellationToken.None);
        Assert.Equal(0, invocations);
        Assert.Equal("crashes", (await Sender(queueName + "-poison").ReceiveMessageAsync()).Value.Body.ToString());
        Assert.Equal(0, (await Sender(queueName).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Leaves_a_message_of_a_poison_queue_where_it_is()
    {
        var poison = queueName + "-poison";
        var (queue, run) = await CreateAsync(poison);
        await Sender(poison).SendMessageAsync("stays");
        function = () => throw new InvalidOperationException("still bad");
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await run.RunAsync(Assert.Single(await queue.ReceiveAsync()), CancellationToken.None);
        }

        Assert.Equal(4, invocations);
        Assert.Equal(1, (await Sender(poison).GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.False(await Sender(poison + "-poison").ExistsAsync());
    }

    async Task<object?> IFunctionInvoker.InvokeAsync(
        FunctionDescriptor function,
        TriggerInput input,
        CancellationToken cancellationToken
    )
    {
        invocations++;
        await this.function();
        return null;
    }

    private static void Function([QueueTrigger("unused")] string text) => ArgumentNullException.ThrowIfNull(text);

    private async Task<(TriggerQueue Queue, MessageRun Run)> CreateAsync(string name)
    {
        var hostJson = new ConfigurationBuilder().AddInMemoryCollection([new("queues:maxDequeueCount", "2")]).Build();
        var settings = QueueSettings.Read(hostJson.GetSection("queues")) with
        {
            HandlingTime = TimeSpan.FromSeconds(2),
        };
        var queue = new TriggerQueue(azurite.ConnectionString, name, settings);
        await queue.CreateAsync(CancellationToken.None);
        var method = ((Action<string>)Function).Method;
        var descriptor = new FunctionDescriptor(
            "F",
            method,
            method.GetParameters()[0],
            new QueueTriggerAttribute(name)
        );
        return (queue, new MessageRun(descriptor, queue, settings, this, NullLogger.Instance));
    }

    private QueueClient Sender(string name) =>
        new(azurite.ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
