#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>A mail to send.</summary>
public class EmailMessage
{
    /// <param name="senderAddress">An address of a domain that the service may send from.</param>
    /// <param name="recipientAddress">The only recipient.</param>
    /// <param name="content">Subject and body.</param>
    public EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
        : this(senderAddress, new EmailRecipients([new EmailAddress(recipientAddress)]), content) { }

    public EmailMessage(string senderAddress, EmailRecipients recipients, EmailContent content)
    {
        ArgumentNullException.ThrowIfNull(senderAddress);
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(content);
        SenderAddress = senderAddress;
        Recipients = recipients;
        Content = content;
    }

    public string SenderAddress { get; }

    public EmailRecipients Recipients { get; }

    public EmailContent Content { get; }

    public IList<EmailAttachment> Attachments { get; } = [];

    public IList<EmailAddress> ReplyTo { get; } = [];

    /// <summary>Headers of the mail, such as <c>x-priority</c>; none may be empty.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>True to leave out what would tell the sender that the mail was opened; null for the domain's own setting.</summary>
    public bool? UserEngagementTrackingDisabled { get; set; }
}
