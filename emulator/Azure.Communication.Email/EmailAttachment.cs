#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>A file that goes with a mail.</summary>
public class EmailAttachment
{
    /// <param name="name">The file's name.</param>
    /// <param name="contentType">Its MIME type.</param>
    /// <param name="content">Its bytes.</param>
    public EmailAttachment(string name, string contentType, BinaryData content)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(content);
        Name = name;
        ContentType = contentType;
        Content = content;
    }

    public string Name { get; }

    public string ContentType { get; }

    public BinaryData Content { get; }

    /// <summary>The id by which the HTML shows the file inline, as in <c>cid:logo</c>; null for a plain attachment.</summary>
    public string ContentId { get; set; }
}
