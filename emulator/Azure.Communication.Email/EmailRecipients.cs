#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>Who gets a mail. One address at least, in any of the lists.</summary>
public class EmailRecipients
{
    public EmailRecipients(IEnumerable<EmailAddress> to)
        : this(to, null, null) { }

    public EmailRecipients(
        IEnumerable<EmailAddress> to = null,
        IEnumerable<EmailAddress> cc = null,
        IEnumerable<EmailAddress> bcc = null
    )
    {
        To = [.. to ?? []];
        CC = [.. cc ?? []];
        BCC = [.. bcc ?? []];
    }

    public IList<EmailAddress> To { get; }

    public IList<EmailAddress> CC { get; }

    public IList<EmailAddress> BCC { get; }
}
