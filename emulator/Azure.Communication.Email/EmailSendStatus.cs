#nullable disable // The official package is not annotated.

using System.ComponentModel;

namespace Azure.Communication.Email;

/// <summary>How far a mail is on its way out of the service.</summary>
public readonly struct EmailSendStatus : IEquatable<EmailSendStatus>
{
    private readonly string value;

    public EmailSendStatus(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value;
    }

    public static EmailSendStatus NotStarted { get; } = new(Values.NotStarted);

    public static EmailSendStatus Running { get; } = new(Values.Running);

    public static EmailSendStatus Succeeded { get; } = new(Values.Succeeded);

    public static EmailSendStatus Failed { get; } = new(Values.Failed);

    public static EmailSendStatus Canceled { get; } = new(Values.Canceled);

    public static bool operator ==(EmailSendStatus left, EmailSendStatus right) => left.Equals(right);

    public static bool operator !=(EmailSendStatus left, EmailSendStatus right) => !left.Equals(right);

    public static implicit operator EmailSendStatus(string value) => new(value);

    public bool Equals(EmailSendStatus other) =>
        string.Equals(value, other.value, StringComparison.InvariantCultureIgnoreCase);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is EmailSendStatus other && Equals(other);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() =>
        value is null ? 0 : StringComparer.InvariantCultureIgnoreCase.GetHashCode(value);

    public override string ToString() => value;

    /// <summary>The statuses as constants.</summary>
    public static class Values
    {
        public const string NotStarted = "NotStarted";
        public const string Running = "Running";
        public const string Succeeded = "Succeeded";
        public const string Failed = "Failed";
        public const string Canceled = "Canceled";
    }
}
