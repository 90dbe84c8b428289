using System.Globalization;

namespace Microsoft.Azure.SignalR.Management;

internal sealed class RestUserGroupManager(RestApi api) : UserGroupManager
{
    public override Task AddToGroupAsync(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    ) => api.SendAsync(HttpMethod.Put, Membership(userId, groupName), cancellationToken);

    public override Task AddToGroupAsync(
        string userId,
        string groupName,
        TimeSpan ttl,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, TimeSpan.Zero);
        return api.SendAsync(
            HttpMethod.Put,
            Membership(userId, groupName),
            cancellationToken,
            "&ttl=" + ((int)ttl.TotalSeconds).ToString(CultureInfo.InvariantCulture)
        );
    }

    public override Task<bool> IsUserInGroup(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    ) =>
        api.SendAsync(
            HttpMethod.Get,
            Membership(userId, groupName),
            cancellationToken,
            allowedErrorCode: "Info.User.NotInGroup"
        );

    public override Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return api.SendAsync(HttpMethod.Delete, $"/users/{Uri.EscapeDataString(userId)}/groups", cancellationToken);
    }

    public override Task RemoveFromGroupAsync(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    ) => api.SendAsync(HttpMethod.Delete, Membership(userId, groupName), cancellationToken);

    private static string Membership(string userId, string groupName)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentException.ThrowIfNullOrEmpty(groupName);
        return $"/users/{Uri.EscapeDataString(userId)}/groups/{Uri.EscapeDataString(groupName)}";
    }
}
