namespace Microsoft.Azure.SignalR.Management;

internal sealed class RestGroupManager(RestApi api) : GroupManager
{
    public override Task AddToGroupAsync(
        string connectionId,
        string groupName,
        CancellationToken cancellationToken = default
    ) =>
        api.SendAsync(
            HttpMethod.Put,
            Membership(connectionId, groupName),
            cancellationToken,
            allowedErrorCode: "Error.Connection.NotExisted"
        );

    public override Task RemoveFromGroupAsync(
        string connectionId,
        string groupName,
        CancellationToken cancellationToken = default
    ) => api.SendAsync(HttpMethod.Delete, Membership(connectionId, groupName), cancellationToken);

    public override Task RemoveFromAllGroupsAsync(string connectionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionId);
        return api.SendAsync(
            HttpMethod.Delete,
            $"/connections/{Uri.EscapeDataString(connectionId)}/groups",
            cancellationToken
        );
    }

    private static string Membership(string connectionId, string groupName)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionId);
        ArgumentException.ThrowIfNullOrEmpty(groupName);
        return $"/groups/{Uri.EscapeDataString(groupName)}/connections/{Uri.EscapeDataString(connectionId)}";
    }
}
