namespace Azure.Data.Tables.Internal;

/// <summary>The table endpoint and the key that a storage connection string names.</summary>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // Azurite's published development account; not a secret.
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="ArgumentException">The text lacks an account, a key, or both of TableEndpoint and EndpointSuffix.</exception>
    public static TableConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Split(connectionString);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") == "true")
        {
            var host = settings.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1";
            return new(
                new UriBuilder(host) { Port = 10002, Path = DevelopmentAccount }.Uri,
                new(DevelopmentAccount, DevelopmentKey)
            );
        }

        if (
            settings.TryGetValue("AccountName", out var account)
            && settings.TryGetValue("AccountKey", out var key)
            && Endpoint(settings, account) is { } endpoint
        )
        {
            return new(endpoint, new(account, key));
        }

        throw new ArgumentException(
            "The storage connection string must hold AccountName, AccountKey and TableEndpoint or EndpointSuffix, or UseDevelopmentStorage=true.",
            nameof(connectionString)
        );

        static Uri? Endpoint(Dictionary<string, string> settings, string account) =>
            settings.TryGetValue("TableEndpoint", out var explicitEndpoint) ? new Uri(explicitEndpoint)
            : settings.TryGetValue("EndpointSuffix", out var suffix)
                ? new Uri(
                    $"{settings.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https"}://{account}.table.{suffix}"
                )
            : null;
    }

    private static Dictionary<string, string> Split(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var segment in connectionString.Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var equals = segment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new ArgumentException(
                    "Each part of the storage connection string must read name=value.",
                    nameof(connectionString)
                );
            }

            settings[segment[..equals].TrimEnd()] = segment[(equals + 1)..].TrimStart();
        }

        return settings;
    }
}
