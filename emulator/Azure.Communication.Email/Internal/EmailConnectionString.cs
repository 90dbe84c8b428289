namespace Azure.Communication.Email.Internal;

/// <summary>The service's address and key, as <c>endpoint=https://…;accesskey=…</c> names them.</summary>
internal sealed record EmailConnectionString(Uri Endpoint, AzureKeyCredential Credential)
{
    /// <exception cref="ArgumentException">A part is missing or no address.</exception>
    public static EmailConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var parts = connectionString
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return
            Uri.TryCreate(parts["endpoint"].FirstOrDefault(), UriKind.Absolute, out var endpoint)
            && parts["accesskey"].FirstOrDefault() is { Length: > 0 } key
            ? new(endpoint, new AzureKeyCredential(key))
            : throw new ArgumentException(
                "The e-mail connection string must read endpoint=<address>;accesskey=<key in base 64>.",
                nameof(connectionString)
            );
    }
}
