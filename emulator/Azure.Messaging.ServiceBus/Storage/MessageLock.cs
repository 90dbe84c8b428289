namespace Azure.Messaging.ServiceBus;

/// <summary>A claim on a message of a storage queue: what deletes it or hides it longer, until somebody else receives it.</summary>
internal sealed record MessageLock(string StorageId, string PopReceipt, DateTimeOffset Until);
