using System.Text;
using AgentTrader.Testing;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class QueueFunctionTests(AzuriteFixture azurite)
{
    private readonly string queueName = "q-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Runs_a_text_message_and_deletes_it()
    {
        await using var app = await QueueApp.StartAsync<Texts>(azurite, queueName);
        await app.Queue.SendMessageAsync("hello");
        Assert.Equal("hello", await app.Recorder.NextAsync());
        await app.App.StopAsync();
        Assert.Equal(0, (await app.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Reads_a_class_in_any_case_as_the_workers_serializer_does()
    {
        await using var app = await QueueApp.StartAsync<Orders>(azurite, queueName);
        await app.Queue.SendMessageAsync("""{"symbol":"AAPL","QUANTITY":3,"side":1}""");
        Assert.Equal("AAPL 3 Sell", await app.Recorder.NextAsync());
    }

    [Fact]
    public async Task Gives_the_message_itself_with_its_decoded_body_and_its_metadata()
    {
        await using var app = await QueueApp.StartAsync<Messages>(azurite, queueName);
        var sent = await app.Queue.SendMessageAsync("körper");
        Assert.Equal($"körper {sent.Value.MessageId} 1", await app.Recorder.NextAsync());
    }

    [Theory]
    [InlineData(typeof(Bytes))]
    [InlineData(typeof(BinaryBodies))]
    public async Task Gives_bytes_as_they_were_sent(Type function)
    {
        var start = typeof(QueueApp).GetMethod(nameof(QueueApp.StartAsync))!.MakeGenericMethod(function);
        object?[] arguments = [azurite, queueName, null, Array.Empty<(string, string)>()];
        await using var app = await (Task<QueueApp>)start.Invoke(null, arguments)!;
        await app.Queue.SendMessageAsync(BinaryData.FromBytes([0, 255, 128]));
        Assert.Equal("0-255-128", await app.Recorder.NextAsync());
    }

    [Fact]
    public async Task Binds_the_messages_metadata_by_parameter_name()
    {
        await using var app = await QueueApp.StartAsync<Metadata>(azurite, queueName);
        var sent = await app.Queue.SendMessageAsync("text");
        Assert.Equal($"{sent.Value.MessageId} 1 text {sent.Value.InsertionTime:O}", await app.Recorder.NextAsync());
    }

    [Fact]
    public async Task Lets_a_property_of_the_payload_hide_the_metadata_of_that_name()
    {
        await using var app = await QueueApp.StartAsync<Metadata>(azurite, queueName);
        await app.Queue.SendMessageAsync("""{"Id":"mine","dequeuecount":7}""");
        Assert.StartsWith("mine 7 ", await app.Recorder.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_plain_text_when_the_encoding_is_none()
    {
        await using var app = await QueueApp.StartAsync<Texts>(azurite, queueName, null, ("messageEncoding", "none"));
        await app.Queue.SendMessageAsync("{not base64}");
        Assert.Equal("{not base64}", await app.Recorder.NextAsync());
    }

    [Fact]
    public async Task Tries_a_failing_message_up_to_the_limit_and_then_poisons_it_unchanged()
    {
        await using var app = await QueueApp.StartAsync<Failing>(azurite, queueName, null, ("maxDequeueCount", "3"));
        await app.Queue.SendMessageAsync("bad");
        Assert.Equal("bad", Decoded(await app.NextPoisonedAsync()));
        Assert.Equal(["1", "2", "3"], app.Recorder.All);
        Assert.Equal(3, app.App.Logs.Entries.Count(entry => entry.Error is InvalidOperationException));
        await app.App.StopAsync();
        Assert.Equal(0, (await app.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Counts_a_message_that_cannot_be_converted_as_a_failed_attempt()
    {
        await using var app = await QueueApp.StartAsync<Orders>(azurite, queueName, null, ("maxDequeueCount", "2"));
        await app.Queue.SendMessageAsync("""{"symbol":"AAPL","quantity":"3"}""");
        Assert.Equal("""{"symbol":"AAPL","quantity":"3"}""", Decoded(await app.NextPoisonedAsync()));
        Assert.Empty(app.Recorder.All);
        // The poisoned message is there before its log line is: a host that has drained has written both.
        await app.App.StopAsync();
        Assert.Contains(
            app.App.Logs.Entries,
            entry => entry.Text.Contains("after 2 attempts", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Poisons_at_once_what_is_not_base64_and_keeps_the_body()
    {
        await using var app = await QueueApp.StartAsync<Texts>(azurite, queueName);
        await new QueueClient(azurite.ConnectionString, queueName).SendMessageAsync("not base64!");
        Assert.Equal("not base64!", (await app.NextPoisonedAsync()).MessageText);
        Assert.Empty(app.Recorder.All);
    }

    [Fact]
    public async Task Shows_a_failed_message_again_only_after_the_visibility_timeout()
    {
        await using var app = await QueueApp.StartAsync<FailingOnce>(
            azurite,
            queueName,
            null,
            ("visibilityTimeout", "00:00:02")
        );
        await app.Queue.SendMessageAsync("again");
        var first = DateTimeOffset.Parse(await app.Recorder.NextAsync(), null);
        var second = DateTimeOffset.Parse(await app.Recorder.NextAsync(), null);
        Assert.InRange(second - first, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Runs_no_more_than_batch_size_and_threshold_together_allow()
    {
        var gauge = new Gauge();
        await using var app = await QueueApp.StartAsync<Slow>(
            azurite,
            queueName,
            gauge,
            ("batchSize", "4"),
            ("newBatchThreshold", "2")
        );
        for (var i = 0; i < 20; i++)
        {
            await app.Queue.SendMessageAsync($"{i}");
        }

        var seen = new HashSet<string>();
        while (seen.Count < 20)
        {
            seen.Add(await gauge.NextAsync());
        }

        Assert.InRange(gauge.Most, 2, 6);
    }

    [Fact]
    public async Task Two_hosts_share_the_messages_and_run_each_once()
    {
        var recorder = new Recorder();
        await using var one = await QueueApp.StartAsync<Texts>(azurite, queueName, recorder, ("batchSize", "2"));
        await using var two = await QueueApp.StartAsync<Texts>(azurite, queueName, recorder, ("batchSize", "2"));
        string[] sent = [.. Enumerable.Range(0, 40).Select(i => $"{i:00}")];
        foreach (var text in sent)
        {
            await one.Queue.SendMessageAsync(text);
        }

        foreach (var _ in sent)
        {
            await recorder.NextAsync();
        }

        await one.App.StopAsync();
        await two.App.StopAsync();
        Assert.Equal(sent, recorder.All.Order());
    }

    [Fact]
    public async Task Finishes_the_running_message_when_the_host_stops()
    {
        var recorder = new Recorder();
        var app = await QueueApp.StartAsync<Draining>(azurite, queueName, recorder);
        await using (app)
        {
            await app.Queue.SendMessageAsync("long");
            Assert.Equal("started", await recorder.NextAsync());
            await app.App.StopAsync();
            Assert.Equal("finished", await recorder.NextAsync());
            Assert.Equal(0, (await app.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
    }

    private static string Decoded(QueueMessage message) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText));

    public enum Side
    {
        Buy,
        Sell,
    }

    public sealed record Order(string Symbol, int Quantity, Side Side);

    public sealed class Gauge : Recorder
    {
        private int now;
        private int most;

        public int Most => most;

        public async Task PassAsync(string name)
        {
            var inside = Interlocked.Increment(ref now);
            InterlockedMax(inside);
            await Task.Delay(50);
            Interlocked.Decrement(ref now);
            Note(name);
        }

        private void InterlockedMax(int value)
        {
            lock (this)
            {
                most = Math.Max(most, value);
            }
        }
    }

    public sealed class Texts(Recorder recorder)
    {
        [Function("Texts")]
        public void Run([QueueTrigger("%QueueName%")] string text) => recorder.Note(text);
    }

    public sealed class Orders(Recorder recorder)
    {
        [Function("Orders")]
        public void Run([QueueTrigger("%QueueName%", Connection = "AzureWebJobsStorage")] Order order) =>
            recorder.Note($"{order.Symbol} {order.Quantity} {order.Side}");
    }

    public sealed class Messages(Recorder recorder)
    {
        [Function("Messages")]
        public Task RunAsync([QueueTrigger("%QueueName%")] QueueMessage message)
        {
            recorder.Note($"{message.Body} {message.MessageId} {message.DequeueCount}");
            return Task.CompletedTask;
        }
    }

    public sealed class Bytes(Recorder recorder)
    {
        [Function("Bytes")]
        public void Run([QueueTrigger("%QueueName%")] byte[] body) => recorder.Note(string.Join('-', body));
    }

    public sealed class BinaryBodies(Recorder recorder)
    {
        [Function("BinaryBodies")]
        public void Run([QueueTrigger("%QueueName%")] BinaryData body) =>
            recorder.Note(string.Join('-', body.ToArray()));
    }

    public sealed class Metadata(Recorder recorder)
    {
        [Function("Metadata")]
        public void Run(
            [QueueTrigger("%QueueName%")] string text,
            string id,
            int dequeueCount,
            string queueTrigger,
            DateTimeOffset insertionTime,
            FunctionContext context
        )
        {
            Assert.Equal(id, context.BindingContext.BindingData["Id"]);
            Assert.Equal(text, queueTrigger);
            recorder.Note($"{id} {dequeueCount} {queueTrigger} {insertionTime:O}");
        }
    }

    public sealed class Failing(Recorder recorder)
    {
        [Function("Failing")]
        public void Run([QueueTrigger("%QueueName%")] string text, string dequeueCount)
        {
            recorder.Note(dequeueCount);
            throw new InvalidOperationException(text);
        }
    }

    public sealed class FailingOnce(Recorder recorder)
    {
        [Function("FailingOnce")]
        public void Run([QueueTrigger("%QueueName%")] string text, int dequeueCount)
        {
            recorder.Note($"{DateTimeOffset.UtcNow:O}");
            if (dequeueCount == 1)
            {
                throw new InvalidOperationException(text);
            }
        }
    }

    public sealed class Slow(Recorder gauge)
    {
        [Function("Slow")]
        public Task RunAsync([QueueTrigger("%QueueName%")] string text) => ((Gauge)gauge).PassAsync(text);
    }

    public sealed class Draining(Recorder recorder)
    {
        [Function("Draining")]
        public async Task RunAsync([QueueTrigger("%QueueName%")] string text)
        {
            recorder.Note("started");
            await Task.Delay(500);
            recorder.Note(text == "long" ? "finished" : text);
        }
    }
}
