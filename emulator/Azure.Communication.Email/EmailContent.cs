#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>What a mail says: a subject, and a body as HTML, as plain text or as both.</summary>
public class EmailContent
{
    public EmailContent(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Subject = subject;
    }

    public string Subject { get; }

    public string PlainText { get; set; }

    public string Html { get; set; }
}
