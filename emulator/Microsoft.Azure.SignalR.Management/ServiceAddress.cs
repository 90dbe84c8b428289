using System.Globalization;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>What a connection string says: where the service is, and the key that tokens are signed with.</summary>
internal sealed record ServiceAddress(Uri Endpoint, string AccessKey)
{
    /// <summary>
    /// What tokens name as their audience, before the path. Without the port, as official clients have it: the audience is
    /// the service's name, not the way to it.
    /// </summary>
    private string Audience => $"{Endpoint.Scheme}://{Endpoint.Host}/";

    public string ClientUrl(string hub, string? application) => Endpoint.AbsoluteUri + ClientPath(hub, application);

    public string ClientAudience(string hub, string? application) => Audience + ClientPath(hub, application);

    public string RestUrl(string path) => Endpoint.AbsoluteUri + path;

    public string RestAudience(string path) => Audience + path;

    /// <summary>The name that a hub has within the service.</summary>
    public static string HubName(string hub, string? application) =>
        string.IsNullOrEmpty(application)
            ? hub.ToLowerInvariant()
            : $"{application.ToLowerInvariant()}_{hub.ToLowerInvariant()}";

    /// <exception cref="ArgumentException">A part is missing or wrong; the message says which.</exception>
    public static ServiceAddress Parse(string connectionString)
    {
        var parts = connectionString
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Endpoint", out var endpoint))
        {
            throw new ArgumentException("Connection string missing required properties endpoint.");
        }

        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        )
        {
            throw new ArgumentException("Invalid value for endpoint property, it must be a valid URI.");
        }

        if (!parts.TryGetValue("AccessKey", out var key) || key.Length == 0)
        {
            throw new ArgumentException("accesskey is required.");
        }

        if (parts.TryGetValue("Version", out var version) && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw new ArgumentException($"Version {version} is not supported.");
        }

        var builder = new UriBuilder(uri.GetLeftPart(UriPartial.Authority));
        if (parts.TryGetValue("Port", out var port))
        {
            builder.Port =
                int.TryParse(port, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
                    ? number
                    : throw new ArgumentException(
                        "Invalid value for port property, it must be an positive integer between (0, 65536)"
                    );
        }

        return new ServiceAddress(builder.Uri, key);
    }

    private static string ClientPath(string hub, string? application) => $"client/?hub={HubName(hub, application)}";
}
