#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>What became of a mail that was handed to the service.</summary>
public class EmailSendResult
{
    internal EmailSendResult(string id, EmailSendStatus status)
    {
        Id = id;
        Status = status;
    }

    public EmailSendStatus Status { get; }

    internal string Id { get; }
}
