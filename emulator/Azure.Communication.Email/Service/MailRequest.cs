using System.Text.Json;

namespace Azure.Communication.Email.Service;

/// <summary>The body of a request to send, as the REST API defines it.</summary>
internal sealed record MailRequest(
    string SenderAddress,
    MailRequest.Body Content,
    MailRequest.AddressLists Recipients,
    IReadOnlyList<MailRequest.File>? Attachments,
    IReadOnlyDictionary<string, string>? Headers
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <exception cref="JsonException">The body is not a mail that could be sent; the message says why.</exception>
    public static MailRequest Parse(ReadOnlySpan<byte> json)
    {
        var mail = JsonSerializer.Deserialize<MailRequest>(json, Options);
        var reason =
            string.IsNullOrWhiteSpace(mail?.SenderAddress) ? "senderAddress is missing"
            : string.IsNullOrWhiteSpace(mail.Content?.Subject) ? "content.subject is missing"
            : mail.Content is { Html: null, PlainText: null } ? "content needs html or plainText"
            : mail.Recipients is null || mail.Recipients.All.Count == 0 ? "recipients are missing"
            : mail.Recipients.All.Any(address => !address.Contains('@', StringComparison.Ordinal))
                ? "a recipient is no e-mail address"
            : mail.Attachments?.Any(file =>
                file is not { Name: not null, ContentType: not null, ContentInBase64: not null }
            )
                is true
                ? "an attachment needs name, contentType and contentInBase64"
            : null;
        return reason is null ? mail! : throw new JsonException(reason);
    }

    public SentMail Sent(string id, DateTimeOffset at) =>
        new(
            id,
            at,
            SenderAddress,
            AddressLists.Of(Recipients.To),
            AddressLists.Of(Recipients.Cc),
            AddressLists.Of(Recipients.Bcc),
            Content.Subject,
            Content.PlainText,
            Content.Html,
            Headers ?? new Dictionary<string, string>(),
            [.. (Attachments ?? []).Select(file => new SentAttachment(file.Name, file.ContentType, file.Size))]
        );

    internal sealed record Body(string Subject, string? PlainText, string? Html);

    internal sealed record Recipient(string? Address);

    internal sealed record File(string Name, string ContentType, byte[] ContentInBase64)
    {
        public int Size => ContentInBase64.Length;
    }

    internal sealed record AddressLists(
        IReadOnlyList<Recipient>? To,
        IReadOnlyList<Recipient>? Cc,
        IReadOnlyList<Recipient>? Bcc
    )
    {
        public IReadOnlyList<string> All => [.. Of(To), .. Of(Cc), .. Of(Bcc)];

        public static IReadOnlyList<string> Of(IReadOnlyList<Recipient>? recipients) =>
            [.. (recipients ?? []).Select(recipient => recipient.Address ?? "")];
    }
}
