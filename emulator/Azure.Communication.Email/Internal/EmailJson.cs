using System.Text.Json;

namespace Azure.Communication.Email.Internal;

/// <summary>A mail as the REST API takes it, and the result as it gives it.</summary>
internal static class EmailJson
{
    /// <exception cref="ArgumentException">The mail lacks a sender, a recipient, a subject or a body, or a header's value.</exception>
    public static void Check(EmailMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var recipients = message.Recipients;
        List<EmailAddress> all = [.. recipients.To, .. recipients.CC, .. recipients.BCC];
        Require(message.Headers.Values.All(HasText), "A header of the e-mail has no value.");
        Require(
            HasText(message.Content.Html) || HasText(message.Content.PlainText),
            "The e-mail needs a body, as HTML or as plain text."
        );
        Require(HasText(message.Content.Subject), "The e-mail needs a subject.");
        Require(HasText(message.SenderAddress), "The e-mail needs a sender's address.");
        Require(all.Count > 0, "The e-mail needs a recipient.");
        Require(all.TrueForAll(address => HasText(address.Address)), "A recipient of the e-mail has no address.");
        Require(
            message.Attachments.All(attachment => !attachment.Content.ToMemory().IsEmpty),
            "An attachment of the e-mail is empty."
        );

        static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);

        static void Require(bool condition, string sentence)
        {
            if (!condition)
            {
                throw new ArgumentException(sentence, nameof(message));
            }
        }
    }

    public static ReadOnlyMemory<byte> Write(EmailMessage message)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        WriteHeaders(writer, message.Headers);
        writer.WriteString("senderAddress", message.SenderAddress);
        writer.WriteStartObject("content");
        writer.WriteString("subject", message.Content.Subject);
        WriteOptional(writer, "plainText", message.Content.PlainText);
        WriteOptional(writer, "html", message.Content.Html);
        writer.WriteEndObject();
        writer.WriteStartObject("recipients");
        WriteAddresses(writer, "to", message.Recipients.To);
        WriteAddresses(writer, "cc", message.Recipients.CC);
        WriteAddresses(writer, "bcc", message.Recipients.BCC);
        writer.WriteEndObject();
        WriteAttachments(writer, message.Attachments);
        WriteAddresses(writer, "replyTo", message.ReplyTo);
        if (message.UserEngagementTrackingDisabled is { } disabled)
        {
            writer.WriteBoolean("userEngagementTrackingDisabled", disabled);
        }

        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    public static EmailSendResult ReadResult(BinaryData content)
    {
        using var document = JsonDocument.Parse(content);
        var json = document.RootElement;
        return new EmailSendResult(
            json.GetProperty("id").GetString(),
            new EmailSendStatus(json.GetProperty("status").GetString()!)
        );
    }

    private static void WriteHeaders(Utf8JsonWriter writer, IDictionary<string, string> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteAddresses(Utf8JsonWriter writer, string name, IList<EmailAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var address in addresses)
        {
            writer.WriteStartObject();
            writer.WriteString("address", address.Address);
            WriteOptional(writer, "displayName", address.DisplayName);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAttachments(Utf8JsonWriter writer, IList<EmailAttachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("attachments");
        foreach (var attachment in attachments)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attachment.Name);
            writer.WriteString("contentType", attachment.ContentType);
            writer.WriteBase64String("contentInBase64", attachment.Content.ToMemory().Span);
            WriteOptional(writer, "contentId", attachment.ContentId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
