using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Storage;

/// <summary>Messages of our queues as text: strict JSON, so that a foreign message ends in the poison queue.</summary>
public static class QueueMessages
{
    public static string Write<T>(T message) => JsonSerializer.Serialize(message, StoredJson.Options);

    /// <exception cref="UnreadableMessageException">The text is no such message.</exception>
    public static T Read<T>(string text)
    {
        T? message;
        try
        {
            message = JsonSerializer.Deserialize<T>(text, StoredJson.Options);
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"The message is no {typeof(T).Name}: {exception.Message}", exception);
        }

        if (message is null)
        {
            throw new UnreadableMessageException("The message is null.");
        }

        return (message as IQueueMessage)?.Fault() is { } fault
            ? throw new UnreadableMessageException($"The message is no {typeof(T).Name} of ours: {fault}")
            : message;
    }

    /// <summary>
    /// Reads a message of a poison queue; null when it never was readable, which ends it: what it was and why stands in
    /// <see cref="PoisonReasons"/>.
    /// </summary>
    public static T? TryRead<T>(string text, ILogger log)
        where T : class
    {
        try
        {
            return Read<T>(text);
        }
        catch (UnreadableMessageException unreadable)
        {
            log.LogWarning("A poisoned message is let go: {Reason}", unreadable.Message);
            return null;
        }
    }
}
