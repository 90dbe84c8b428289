using System.Threading.Channels;
using AgentTrader.Emulator.Hosting;
using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>
/// Polls one queue. A batch is fetched whenever no more than <c>newBatchThreshold</c> messages are in hand, so at most
/// <c>batchSize + newBatchThreshold</c> run at once. Waits are in real time: storage's own clock hides the messages.
/// </summary>
internal sealed class QueueListener(
    FunctionDescriptor function,
    TriggerQueue queue,
    QueueSettings settings,
    MessageRun run,
    ILogger logger
) : ITriggerListener, IDisposable
{
    private readonly InvocationGate gate = new();
    private readonly CancellationTokenSource stopping = new();

    // An auto-reset event: says at most once that messages were finished since it was last asked.
    private readonly Channel<bool> finished = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly PollingDelay delay = new(settings.MaxPollingInterval, Random.Shared);
    private Task polling = Task.CompletedTask;
    private int running;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await queue.CreateAsync(cancellationToken);
        polling = Task.Run(PollUntilStoppedAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await polling;
        await gate.DrainAsync(cancellationToken);
    }

    public void Dispose()
    {
        gate.Dispose();
        stopping.Dispose();
    }

    private async Task PollUntilStoppedAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (await FetchAsync())
                {
                    delay.Reset();
                    await WaitForThresholdAsync();
                }
                else
                {
                    await Task.Delay(delay.Next(), stopping.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while waiting.
        }
    }

    /// <summary>
    /// Fetches a batch and starts it; false when there was none. A fetch is never cut short: a message that storage hid for us
    /// would stay hidden.
    /// </summary>
    private async Task<bool> FetchAsync()
    {
        try
        {
            var messages = await queue.ReceiveAsync();
            foreach (var message in messages)
            {
                Start(message);
            }

            return messages.Length > 0;
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            logger.LogWarning(
                "The queue {Queue} of {Function} could not be read: {Reason}",
                queue.Name,
                function.Name,
                error.Message
            );
            return false;
        }
    }

    private void Start(QueueMessage message)
    {
        gate.TryEnter();
        Interlocked.Increment(ref running);
        _ = Task.Run(() => HandleAsync(message), CancellationToken.None);
    }

    private async Task WaitForThresholdAsync()
    {
        while (Volatile.Read(ref running) > settings.NewBatchThreshold)
        {
            await finished.Reader.ReadAsync(stopping.Token);
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        try
        {
            // Fetched while the stop came: give it back for another host.
            await (
                stopping.IsCancellationRequested
                    ? queue.HideAsync(message.MessageId, message.PopReceipt, TimeSpan.Zero)
                    : run.RunAsync(message, gate.GivenUp)
            );
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            // The message reappears once its hiding ends; functions may run twice.
            logger.LogWarning(
                "Message {MessageId} of {Queue} could not be completed: {Reason}",
                message.MessageId,
                queue.Name,
                error.Message
            );
        }
        finally
        {
            Interlocked.Decrement(ref running);
            finished.Writer.TryWrite(true);
            gate.Exit();
        }
    }
}
