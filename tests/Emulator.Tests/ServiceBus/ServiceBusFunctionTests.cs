using AgentTrader.Emulator.Hosting;
using AgentTrader.Emulator.Tests.Worker;
using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Tests.ServiceBus;

/// <summary>Functions that a topic or queue triggers, in a whole app.</summary>
public sealed class ServiceBusFunctionTests(AzuriteFixture azurite) : ServiceBusTest(azurite)
{
    private readonly Recorder recorder = new();
    private TimeSpan lockDuration = TimeSpan.FromMinutes(1);

    protected override TimeSpan LockDuration => lockDuration;

    [Fact]
    public async Task Each_subscription_runs_its_function_once_for_a_message()
    {
        await using var app = await StartAsync(typeof(TwoSubscriptions));
        await Sender.SendMessageAsync(new ServiceBusMessage("hello"), Token);

        string[] entries = [await recorder.NextAsync(), await recorder.NextAsync()];
        Assert.Equal(["one hello", "two hello"], entries.Order());
        await app.StopAsync();
        await AssertEmptyAsync(await SubscribeAsync("one"));
        await AssertEmptyAsync(await SubscribeAsync("two"));
    }

    [Fact]
    public async Task A_queue_triggers_with_a_class_read_from_json_and_the_metadata_by_name()
    {
        await using var app = await StartAsync(typeof(Orders));
        var message = new ServiceBusMessage("""{"symbol":"ACME","QUANTITY":3}""")
        {
            MessageId = "m1",
            Subject = "order",
            CorrelationId = "c1",
        };
        await Sender.SendMessageAsync(message, Token);

        Assert.Equal("ACME 3 m1 order c1 1", await recorder.NextAsync());
    }

    [Fact]
    public async Task A_message_without_a_body_in_json_fails_until_it_is_a_dead_letter()
    {
        await using var app = await StartAsync(typeof(OrdersOfTopic));
        await Sender.SendMessageAsync(new ServiceBusMessage("not json") { MessageId = "bad" }, Token);

        var dead = await ReceiveAsync(DeadLetters("orders"));
        Assert.Equal(("bad", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Empty(recorder.All);
    }

    [Fact]
    public async Task A_failing_function_gets_its_message_again_and_the_trace_goes_on()
    {
        await using var app = await StartAsync(typeof(FailsTwice));
        using var activity = new System.Diagnostics.Activity("test").Start();
        await Sender.SendMessageAsync(new ServiceBusMessage("x"), Token);

        Assert.Equal("delivery 1", await recorder.NextAsync());
        Assert.Equal("delivery 2", await recorder.NextAsync());
        Assert.Equal($"delivery 3 in {activity.TraceId}", await recorder.NextAsync());
        await app.StopAsync();
        await AssertEmptyAsync(await SubscribeAsync("s"));
        Assert.Equal(3, recorder.All.Count);
    }

    [Fact]
    public async Task A_function_settles_its_message_by_itself()
    {
        await using var app = await StartAsync(typeof(Settles));
        await Sender.SendMessageAsync(new ServiceBusMessage("complete then throw"), Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("dead-letter"), Token);

        var dead = await ReceiveAsync(DeadLetters("s"));
        Assert.Equal(
            ("dead-letter", "No use", "Really."),
            (dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription)
        );
        await recorder.NextAsync();
        await recorder.NextAsync();
        await app.StopAsync();
        await AssertEmptyAsync(await SubscribeAsync("s"));
        await AssertEmptyAsync(DeadLetters("s"));
        Assert.Equal(2, recorder.All.Count);
    }

    [Fact]
    public async Task Without_automatic_completion_a_message_comes_again_when_its_lock_ends()
    {
        lockDuration = TimeSpan.FromSeconds(2);
        await using var app = await StartAsync(typeof(LeavesOpen));
        await Sender.SendMessageAsync(new ServiceBusMessage("open"), Token);

        Assert.Equal("delivery 1", await recorder.NextAsync());
        Assert.Equal("delivery 2", await recorder.NextAsync());
    }

    [Fact]
    public async Task The_lock_is_kept_while_a_function_takes_longer_than_it()
    {
        lockDuration = TimeSpan.FromSeconds(6);
        var hold = new Hold();
        await using var app = await StartAsync(typeof(Slow), services => services.AddSingleton(hold));
        await Sender.SendMessageAsync(new ServiceBusMessage("slow"), Token);
        Assert.Equal("started 1", await recorder.NextAsync());

        var other = await SubscribeAsync("s");
        Assert.Null(await other.ReceiveMessageAsync(LockDuration * 1.25, Token));
        hold.Release.SetResult();

        Assert.Equal("ended", await recorder.NextAsync());
        await app.StopAsync();
        await AssertEmptyAsync(other);
        Assert.Equal(["started 1", "ended"], recorder.All);
    }

    [Fact]
    public async Task No_more_calls_run_at_once_than_host_json_allows_and_a_stop_lets_them_end()
    {
        var hold = new Hold();
        await using var app = await StartAsync(
            typeof(Slow),
            services => services.AddSingleton(hold),
            ("maxConcurrentCalls", "2")
        );
        await Sender.SendMessagesAsync(Enumerable.Range(0, 4).Select(_ => new ServiceBusMessage("x")), Token);
        Assert.Equal("started 1", await recorder.NextAsync());
        Assert.Equal("started 1", await recorder.NextAsync());

        // Two are in hand, the other two still wait in the subscription.
        var peek = await (await SubscribeAsync("s")).PeekMessagesAsync(10, 0, Token);
        Assert.Equal(2, peek.Count);
        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        hold.Release.SetResult();
        await stopping;

        Assert.Equal(["started 1", "started 1", "ended", "ended"], recorder.All);
        Assert.Equal(2, (await (await SubscribeAsync("s")).ReceiveMessagesAsync(10, Soon, Token)).Count);
    }

    [Fact]
    public async Task What_was_sent_while_the_app_was_down_is_run_once_when_two_hosts_are_up()
    {
        var first = await StartAsync(typeof(TwoSubscriptions));
        await first.DisposeAsync();
        await Sender.SendMessagesAsync(Enumerable.Range(0, 20).Select(i => new ServiceBusMessage($"{i}")), Token);

        await using var second = await StartAsync(typeof(TwoSubscriptions));
        await using var third = await StartAsync(typeof(TwoSubscriptions));
        var entries = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            entries.Add(await recorder.NextAsync());
        }

        await Task.WhenAll(second.StopAsync(), third.StopAsync());
        Assert.Equal(40, entries.Distinct().Count());
        Assert.Equal(40, recorder.All.Count);
    }

    [Fact]
    public async Task A_wrong_connection_string_stops_the_start_with_a_sentence()
    {
        var settings = Settings();
        settings["ServiceBus"] = "Endpoint=sb://production.servicebus.windows.net;SharedAccessKey=k";
        var exception = await Assert.ThrowsAsync<HostStartException>(() =>
            FunctionApp.StartAsync(new FunctionTypes(typeof(Orders)), settings)
        );
        Assert.Contains("UseDevelopmentEmulator=true", exception.Message, StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Settings() =>
        new() { ["ServiceBus"] = ConnectionString, ["TopicName"] = Topic };

    private Task<FunctionApp> StartAsync(
        Type functions,
        Action<IServiceCollection>? configure = null,
        params (string Name, string Value)[] hostJson
    )
    {
        var settings = Settings();
        foreach (var (name, value) in hostJson)
        {
            settings["AzureFunctionsJobHost:extensions:serviceBus:" + name] = value;
        }

        return FunctionApp.StartAsync(
            new FunctionTypes(functions),
            settings,
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(recorder);
                configure?.Invoke(builder.Services);
            }
        );
    }

    private sealed class Hold
    {
        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class TwoSubscriptions(Recorder recorder)
    {
        [Function("One")]
        public void One([ServiceBusTrigger("%TopicName%", "one")] string text) => recorder.Note("one " + text);

        [Function("Two")]
        public void Two([ServiceBusTrigger("%TopicName%", "two", Connection = "ServiceBus")] BinaryData body) =>
            recorder.Note("two " + body);
    }

    private sealed record Order(string Symbol, int Quantity);

    private sealed class Orders(Recorder recorder)
    {
        [Function("Orders")]
        public void Run(
            [ServiceBusTrigger("%TopicName%")] Order order,
            string messageId,
            string subject,
            string correlationId,
            int deliveryCount
        ) => recorder.Note($"{order.Symbol} {order.Quantity} {messageId} {subject} {correlationId} {deliveryCount}");
    }

    private sealed class OrdersOfTopic(Recorder recorder)
    {
        [Function("OrdersOfTopic")]
        public void Run([ServiceBusTrigger("%TopicName%", "orders")] Order order) => recorder.Note(order.Symbol);
    }

    private sealed class FailsTwice(Recorder recorder)
    {
        [Function("FailsTwice")]
        public void Run(
            [ServiceBusTrigger("%TopicName%", "s")] ServiceBusReceivedMessage message,
            FunctionContext context
        )
        {
            if (message.DeliveryCount < 3)
            {
                recorder.Note($"delivery {message.DeliveryCount}");
                throw new InvalidOperationException("Not yet.");
            }

            recorder.Note($"delivery {message.DeliveryCount} in {context.TraceContext.TraceParent.Split('-')[1]}");
        }
    }

    private sealed class Settles(Recorder recorder)
    {
        [Function("Settles")]
        public async Task RunAsync(
            [ServiceBusTrigger("%TopicName%", "s")] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions
        )
        {
            recorder.Note(message.Body.ToString());
            if (message.Body.ToString() == "dead-letter")
            {
                await actions.DeadLetterMessageAsync(message, null, "No use", "Really.");
                return;
            }

            await actions.CompleteMessageAsync(message);
            throw new InvalidOperationException("After all.");
        }
    }

    private sealed class LeavesOpen(Recorder recorder)
    {
        [Function("LeavesOpen")]
        public void Run(
            [ServiceBusTrigger("%TopicName%", "s", AutoCompleteMessages = false)] string text,
            int deliveryCount
        ) => recorder.Note($"delivery {deliveryCount}");
    }

    private sealed class Slow(Recorder recorder, Hold hold)
    {
        [Function("Slow")]
        public async Task RunAsync([ServiceBusTrigger("%TopicName%", "s")] string text, int deliveryCount)
        {
            recorder.Note($"started {deliveryCount}");
            await hold.Release.Task;
            recorder.Note("ended");
        }
    }
}
