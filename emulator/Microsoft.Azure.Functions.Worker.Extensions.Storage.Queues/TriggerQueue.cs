using System.Text.RegularExpressions;
using AgentTrader.Emulator.Hosting;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>
/// The queue of one function and its poison queue. Texts are sent and received as they are stored, so that a poisoned message
/// keeps its body whatever it is.
/// </summary>
internal sealed partial class TriggerQueue
{
    private readonly QueueClient queue;
    private readonly QueueClient? poison;
    private readonly QueueSettings settings;

    /// <exception cref="HostStartException">The name is no queue name, or the connection string cannot be read.</exception>
    public TriggerQueue(string connectionString, string name, QueueSettings settings)
    {
#pragma warning disable CA1308 // Queue names are lower-case; official: the trigger makes them so.
        Name = name.ToLowerInvariant();
#pragma warning restore CA1308
        if (!QueueName().IsMatch(Name))
        {
            throw new HostStartException(
                $"'{Name}' is no queue name: use 3 to 63 lower-case letters, digits and single hyphens."
            );
        }

        this.settings = settings;
        try
        {
            // Few and short retries: the listener tries again by itself, and a start against nothing should say so soon.
            var options = new QueueClientOptions
            {
                Retry =
                {
                    MaxRetries = 3,
                    Delay = TimeSpan.FromSeconds(0.2),
                    NetworkTimeout = TimeSpan.FromSeconds(10),
                },
            };
            queue = new QueueClient(connectionString, Name, options);
            poison = Name.EndsWith("-poison", StringComparison.Ordinal)
                ? null
                : new QueueClient(connectionString, Name + "-poison", options);
        }
        catch (FormatException error)
        {
            throw new HostStartException(
                $"The connection string of the queue '{Name}' is not valid: {error.Message}",
                error
            );
        }
    }

    public string Name { get; }

    /// <summary>False for a queue that is itself a poison queue: its messages stay until they succeed.</summary>
    public bool HasPoison => poison is not null;

    /// <exception cref="HostStartException">Storage does not answer or refuses.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            throw new HostStartException(
                $"The queue '{Name}' could not be opened at {queue.Uri.GetLeftPart(UriPartial.Authority)}: "
                    + "start Azurite (./run does), or correct the connection string.",
                error
            );
        }
    }

    /// <summary>Takes a batch, hidden from others for the handling time.</summary>
    public async Task<QueueMessage[]> ReceiveAsync()
    {
        var messages = await queue.ReceiveMessagesAsync(settings.BatchSize, settings.HandlingTime);
        return messages.Value;
    }

    /// <summary>Hides the message for so long from now on; returns its new pop receipt.</summary>
    public async Task<string> HideAsync(string id, string popReceipt, TimeSpan time)
    {
        var receipt = await queue.UpdateMessageAsync(id, popReceipt, (string?)null, time);
        return receipt.Value.PopReceipt;
    }

    public Task DeleteAsync(string id, string popReceipt) => queue.DeleteMessageAsync(id, popReceipt);

    /// <summary>Copies the body to the poison queue, which is made when first needed, then deletes the original.</summary>
    public async Task MoveToPoisonAsync(QueueMessage message, string popReceipt)
    {
        await poison!.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.Body);
        await DeleteAsync(message.MessageId, popReceipt);
    }

    /// <summary>What the sender put in.</summary>
    /// <exception cref="FormatException">The queue's messages are base64, and this one is not.</exception>
    public BinaryData Decode(QueueMessage message) =>
        settings.Base64 ? BinaryData.FromBytes(Convert.FromBase64String(message.MessageText)) : message.Body;

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex QueueName();
}
