using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AgentTrader.Emulator.Durable;

/// <summary>A queue message that this process holds until it is dealt with, or its visibility timeout ends.</summary>
internal sealed class ReceivedMessage(QueueClient queue, QueueMessage message)
{
    private string receipt = message.PopReceipt;

    public string Id => message.MessageId;

    /// <summary>It was taken before, by a host that did not get to the end of it.</summary>
    public bool IsRedelivered => message.DequeueCount > 1;

    public Task DeleteAsync() => IgnoreLostAsync(queue.DeleteMessageAsync(message.MessageId, receipt));

    /// <summary>Gives it back: it becomes visible again after this time.</summary>
    public Task ReleaseAsync(TimeSpan after) => HoldAsync(after);

    /// <summary>Hides it from others for this time from now on.</summary>
    public async Task HoldAsync(TimeSpan visibility)
    {
        var update = queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: visibility);
        await IgnoreLostAsync(update);
        receipt = update.IsCompletedSuccessfully ? update.Result.Value.PopReceipt : receipt;
    }

    // 404 and 400: the timeout ended and the message was dealt with, or taken, by another.
    private static async Task IgnoreLostAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 400) { }
    }
}
