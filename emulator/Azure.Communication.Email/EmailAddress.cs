#nullable disable // The official package is not annotated.

namespace Azure.Communication.Email;

/// <summary>A mail address and the name shown with it.</summary>
public readonly struct EmailAddress
{
    public EmailAddress(string address)
        : this(address, null) { }

    public EmailAddress(string address, string displayName)
    {
        Address = address;
        DisplayName = displayName;
    }

    public string Address { get; }

    public string DisplayName { get; }
}
