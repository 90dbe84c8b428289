namespace Microsoft.Azure.SignalR.Management;

internal sealed class RestClientManager(RestApi api) : ClientManager
{
    public override Task CloseConnectionAsync(
        string connectionId,
        string? reason = null,
        CancellationToken cancellationToken = default
    ) =>
        api.SendAsync(
            HttpMethod.Delete,
            Path("connections", connectionId),
            cancellationToken,
            reason is null ? "" : "&reason=" + Uri.EscapeDataString(reason),
            allowedErrorCode: "Warning.Connection.NotExisted"
        );

    public override Task<bool> ConnectionExistsAsync(
        string connectionId,
        CancellationToken cancellationToken = default
    ) => ExistsAsync(Path("connections", connectionId), "Warning.Connection.NotExisted", cancellationToken);

    public override Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default) =>
        ExistsAsync(Path("users", userId), "Warning.User.NotExisted", cancellationToken);

    public override Task<bool> GroupExistsAsync(string groupName, CancellationToken cancellationToken = default) =>
        ExistsAsync(Path("groups", groupName), "Warning.Group.NotExisted", cancellationToken);

    private Task<bool> ExistsAsync(string path, string errorCode, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Head, path, cancellationToken, allowedErrorCode: errorCode);

    private static string Path(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return $"/{kind}/{Uri.EscapeDataString(name)}";
    }
}
