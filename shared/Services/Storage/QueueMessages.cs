using System.Text.Json;

namespace AgentTrader.Services.Storage;

/// <summary>Messages of our queues as text: strict JSON, so that a foreign message ends in the poison queue.</summary>
public static class QueueMessages
{
    public static string Write<T>(T message) => JsonSerializer.Serialize(message, StoredJson.Options);

    /// <exception cref="UnreadableMessageException">The text is no such message.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, StoredJson.Options)
                ?? throw new UnreadableMessageException("The message is null.");
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"The message is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
