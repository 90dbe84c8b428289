namespace Azure.Communication.Email.Service;

/// <summary>A mail of the outbox.</summary>
internal sealed record SentMail(
    string Id,
    DateTimeOffset SentAt,
    string From,
    IReadOnlyList<string> To,
    IReadOnlyList<string> Cc,
    IReadOnlyList<string> Bcc,
    string Subject,
    string? PlainText,
    string? Html,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<SentAttachment> Attachments
)
{
    /// <summary>Whether the mail went to this address, in any list and any case.</summary>
    public bool WentTo(string address) => To.Concat(Cc).Concat(Bcc).Contains(address, StringComparer.OrdinalIgnoreCase);
}
