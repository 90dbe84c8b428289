using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Storage;

/// <summary>
/// Keeps why a queue message could not be handled. The host moves it to the poison queue with its body alone; the reason stands
/// in the table <c>settings</c>, in the partition <c>poison|&lt;queue&gt;</c> under the id the message had in its own queue.
/// </summary>
public sealed class PoisonReasons(InstanceStorage storage, TimeProvider time, ILogger<PoisonReasons> log)
{
    /// <summary>How often a message is tried: <c>maxDequeueCount</c> in host.json, which only the host reads.</summary>
    public const int MaxDequeueCount = 5;

    /// <summary>Handles a message, and on its last failure keeps the reason before the failure goes on to the host.</summary>
    /// <param name="queue">One of <see cref="QueueNames"/>.</param>
    /// <param name="message">The message, whose own count cannot be mistaken for a member of its body.</param>
    /// <param name="handle">Is given the body.</param>
    public async Task HandleAsync(string queue, QueueMessage message, Func<string, Task> handle)
    {
        var body = message.Body.ToString();
        try
        {
            await handle(body);
        }
        catch (Exception exception) when (message.DequeueCount >= MaxDequeueCount)
        {
            await KeepAsync(queue, message.MessageId, body, exception.Message);
            throw;
        }
    }

    private async Task KeepAsync(string queue, string messageId, string body, string reason)
    {
        var row = new TableEntity("poison|" + queue, messageId)
        {
            ["Reason"] = Cut(reason),
            ["Body"] = Cut(body),
            ["At"] = time.GetUtcNow(),
        };
        try
        {
            // Not the handler's token: a host that stops has failed the message all the same.
            await storage.Table(TableNames.Settings).UpsertEntityAsync(row, TableUpdateMode.Replace);
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "Why {MessageId} of {Queue} is poison could not be kept.", messageId, queue);
        }
    }

    private static string Cut(string text) =>
        text.Length <= JsonRow.MaxPropertyLength ? text : text[..JsonRow.MaxPropertyLength];
}
