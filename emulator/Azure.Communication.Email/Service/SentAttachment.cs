namespace Azure.Communication.Email.Service;

/// <summary>What the outbox tells of a file that went with a mail.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Its MIME type.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record SentAttachment(string Name, string ContentType, int Size);
