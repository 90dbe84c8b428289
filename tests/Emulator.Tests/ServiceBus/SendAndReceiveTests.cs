using System.Diagnostics;
using System.Runtime.Serialization;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace AgentTrader.Emulator.Tests.ServiceBus;

public sealed class SendAndReceiveTests(AzuriteFixture azurite) : ServiceBusTest(azurite)
{
    private readonly AzuriteFixture azurite = azurite;

    [Fact]
    public async Task A_message_reaches_every_subscription_of_its_topic_once()
    {
        var first = await SubscribeAsync("first");
        var second = await SubscribeAsync("Second_One");
        await Sender.SendMessageAsync(new ServiceBusMessage("hello"), Token);

        foreach (var receiver in (ServiceBusReceiver[])[first, second])
        {
            var message = await ReceiveAsync(receiver);
            Assert.Equal("hello", message.Body.ToString());
            Assert.Equal(1, message.DeliveryCount);
            await receiver.CompleteMessageAsync(message, Token);
            await AssertEmptyAsync(receiver);
        }
    }

    [Fact]
    public async Task A_topic_without_subscriptions_drops_and_a_later_subscription_sees_only_what_follows()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("before"), Token);
        var receiver = await SubscribeAsync("late");
        await Sender.SendMessageAsync(new ServiceBusMessage("after"), Token);

        Assert.Equal("after", (await ReceiveAsync(receiver)).Body.ToString());
        await AssertEmptyAsync(receiver);
    }

    [Fact]
    public async Task A_queue_gives_each_message_to_one_receiver()
    {
        var one = Client.CreateReceiver(Topic);
        var other = Client.CreateReceiver(Topic);
        await AssertEmptyAsync(one);
        await Sender.SendMessagesAsync([new ServiceBusMessage("1"), new ServiceBusMessage("2")], Token);

        var first = await ReceiveAsync(one);
        var second = await ReceiveAsync(other);

        Assert.Equal(["1", "2"], [first.Body.ToString(), second.Body.ToString()]);
        Assert.True(first.SequenceNumber < second.SequenceNumber);
        Assert.Equal(Topic, one.EntityPath);
    }

    [Fact]
    public async Task Everything_set_on_a_message_is_received_with_its_type()
    {
        var receiver = await SubscribeAsync("s");
        var id = Guid.NewGuid();
        var now = DateTimeOffset.UtcNow;
        var sent = new ServiceBusMessage("ü \u0001 {\"a\":1}")
        {
            MessageId = "id <&>",
            Subject = "subject",
            CorrelationId = "correlation",
            ContentType = "application/json",
            SessionId = "session",
            PartitionKey = "partition",
            ReplyTo = "reply",
            ReplyToSessionId = "reply session",
            To = "to",
            TimeToLive = TimeSpan.FromHours(1),
            ApplicationProperties =
            {
                ["text"] = "a:b",
                ["int"] = 1,
                ["long"] = 2L,
                ["double"] = 0.1,
                ["decimal"] = 12.30m,
                ["bool"] = true,
                ["char"] = ':',
                ["guid"] = id,
                ["uri"] = new Uri("http://localhost/x"),
                ["instant"] = now,
                ["utc"] = now.UtcDateTime,
                ["span"] = TimeSpan.FromSeconds(1.5),
                ["null"] = null,
            },
        };
        await Sender.SendMessageAsync(sent, Token);

        var got = await ReceiveAsync(receiver);

        Assert.Equal("ü \u0001 {\"a\":1}", got.Body.ToString());
        Assert.Equal(
            (sent.MessageId, sent.Subject, sent.CorrelationId, sent.ContentType, sent.SessionId, sent.PartitionKey),
            (got.MessageId, got.Subject, got.CorrelationId, got.ContentType, got.SessionId, got.PartitionKey)
        );
        Assert.Equal((sent.ReplyTo, sent.ReplyToSessionId, sent.To), (got.ReplyTo, got.ReplyToSessionId, got.To));
        Assert.Equal(got.EnqueuedTime.AddHours(1), got.ExpiresAt);
        Assert.InRange(got.LockedUntil, now.AddSeconds(50), now.AddSeconds(90));
        Assert.Equal(
            sent.ApplicationProperties.OrderBy(property => property.Key, StringComparer.Ordinal),
            got.ApplicationProperties.OrderBy(property => property.Key, StringComparer.Ordinal)
        );
        Assert.Equal("id <&>", new ServiceBusMessage(got).MessageId);
    }

    [Fact]
    public async Task A_property_of_a_type_that_is_not_carried_is_refused()
    {
        var message = new ServiceBusMessage { ApplicationProperties = { ["list"] = new List<int>() } };
        await Assert.ThrowsAsync<SerializationException>(() => Sender.SendMessageAsync(message, Token));
    }

    [Fact]
    public async Task A_body_too_large_for_a_storage_queue_goes_through_a_table_that_completion_clears()
    {
        var receiver = await SubscribeAsync("s");
        var body = new byte[200_000];
        new Random(1).NextBytes(body);
        var table = new TableClient(azurite.ConnectionString, "servicebus");
        var before = await RowsAsync();
        await Sender.SendMessageAsync(new ServiceBusMessage(body), Token);
        Assert.NotEmpty((await RowsAsync()).Except(before));

        var message = await ReceiveAsync(receiver);
        Assert.Equal(body, message.Body.ToArray());
        await receiver.DeadLetterMessageAsync(message, "large", cancellationToken: Token);
        var dead = await ReceiveAsync(DeadLetters("s"));
        Assert.Equal(body, dead.Body.ToArray());
        await DeadLetters("s").CompleteMessageAsync(dead, Token);

        Assert.Empty((await RowsAsync()).Except(before));

        async Task<HashSet<string>> RowsAsync()
        {
            await table.CreateIfNotExistsAsync(Token);
            var rows = table.QueryAsync<TableEntity>(cancellationToken: Token);
            return await rows.Select(row => row.PartitionKey).ToHashSetAsync(cancellationToken: Token);
        }
    }

    [Fact]
    public async Task A_message_above_256_KB_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ServiceBusException>(() =>
            Sender.SendMessageAsync(new ServiceBusMessage(new byte[262_145]), Token)
        );
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, exception.Reason);
        Assert.False(exception.IsTransient);
    }

    [Fact]
    public async Task A_batch_takes_what_fits_and_sends_it_in_order()
    {
        var receiver = await SubscribeAsync("s");
        using var batch = await Sender.CreateMessageBatchAsync(
            new CreateMessageBatchOptions { MaxSizeInBytes = 10 },
            Token
        );
        Assert.True(batch.TryAddMessage(new ServiceBusMessage("12345")));
        Assert.True(batch.TryAddMessage(new ServiceBusMessage("67890")));
        Assert.False(batch.TryAddMessage(new ServiceBusMessage("!")));
        await Sender.SendMessagesAsync(batch, Token);

        Assert.Equal("12345", (await ReceiveAsync(receiver)).Body.ToString());
        Assert.Equal("67890", (await ReceiveAsync(receiver)).Body.ToString());
    }

    [Fact]
    public async Task A_scheduled_message_appears_at_its_time()
    {
        var receiver = await SubscribeAsync("s");
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), due, Token);
        await AssertEmptyAsync(receiver);

        var message = await ReceiveAsync(receiver);

        Assert.Equal(number, message.SequenceNumber);
        Assert.Equal(due, message.ScheduledEnqueueTime);
        Assert.True(DateTimeOffset.UtcNow >= due);
    }

    [Fact]
    public async Task A_message_whose_time_to_live_is_over_is_dropped()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(
            new ServiceBusMessage("short") { TimeToLive = TimeSpan.FromMilliseconds(1) },
            Token
        );
        await Sender.SendMessageAsync(new ServiceBusMessage("long"), Token);

        Assert.Equal("long", (await ReceiveAsync(receiver)).Body.ToString());
        await AssertEmptyAsync(DeadLetters("s"));
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_of_its_process_without_waiting_for_the_next_poll()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("warm-up"), Token);
        await receiver.CompleteMessageAsync(await ReceiveAsync(receiver), Token);
        var latencies = new List<TimeSpan>();
        for (var i = 0; i < 2; i++)
        {
            var waiting = receiver.ReceiveMessageAsync(Soon, Token);
            // Long enough for the receiver's pauses to have grown to a second.
            await Task.Delay(1600, Token);
            var watch = Stopwatch.StartNew();
            await Sender.SendMessageAsync(new ServiceBusMessage("now"), Token);
            await receiver.CompleteMessageAsync(await waiting, Token);
            latencies.Add(watch.Elapsed);
        }

        Assert.InRange(latencies.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task The_senders_trace_travels_with_the_message()
    {
        var receiver = await SubscribeAsync("s");
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Sender.SendMessageAsync(new ServiceBusMessage("traced"), Token);

        Assert.Equal(activity.Id, (await ReceiveAsync(receiver)).ApplicationProperties["Diagnostic-Id"]);
    }

    [Fact]
    public void A_test_of_a_function_makes_its_own_received_message()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("body"),
            messageId: "m",
            properties: new Dictionary<string, object> { ["n"] = 1 },
            deliveryCount: 3
        );
        Assert.Equal(("body", "m", 3), (message.Body.ToString(), message.MessageId, message.DeliveryCount));
        Assert.Equal(1, message.ApplicationProperties["n"]);
    }

    [Theory]
    [InlineData(
        "Endpoint=sb://prod.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b",
        "UseDevelopmentEmulator"
    )]
    [InlineData("UseDevelopmentEmulator=true", "Endpoint")]
    public void A_connection_string_that_is_not_the_emulators_is_refused(string connectionString, string named)
    {
        var exception = Assert.Throws<FormatException>(() => new ServiceBusClient(connectionString));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
