using System.Security.Cryptography;
using System.Text;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Names of entities: their paths as Service Bus writes them, and their storage queues, whose names are at most 63 of a-z,
/// 0-9 and single hyphens: readable words, made unique by a hash.
/// </summary>
internal static class EntityNames
{
    private const string DeadLetterSuffix = "-d";

    public static string Path(string entity, string? subscription, SubQueue subQueue) =>
        entity
        + (subscription is null ? "" : $"/Subscriptions/{subscription}")
        + (subQueue == SubQueue.DeadLetter ? "/$DeadLetterQueue" : "");

    /// <summary>What the names of all storage queues of a queue or topic start with, and no others.</summary>
    public static string StoragePrefix(string entity) => $"sb-{Word(entity)}-";

    public static string StorageQueue(string entity, string? subscription) =>
        StoragePrefix(entity) + (subscription is null ? "q" : "s-" + Word(subscription));

    public static string DeadLetter(string storageQueue) => storageQueue + DeadLetterSuffix;

    public static bool IsDeadLetter(string storageQueue) =>
        storageQueue.EndsWith(DeadLetterSuffix, StringComparison.Ordinal);

    // Service Bus does not tell names apart by case.
    private static string Word(string name)
    {
        var lower = name.ToLowerInvariant();
        var letters = string.Join(
            '-',
            string.Concat(lower.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))
                .Split('-', StringSplitOptions.RemoveEmptyEntries)
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lower)))[..8];
        return $"{letters[..Math.Min(letters.Length, 15)].TrimEnd('-')}-{hash}".TrimStart('-');
    }
}
