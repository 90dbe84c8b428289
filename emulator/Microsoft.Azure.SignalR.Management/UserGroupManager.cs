#nullable disable
namespace Microsoft.Azure.SignalR.Management;

/// <summary>Keeps which users are in which groups; each connection of such a user is in the group, also a later one.</summary>
public abstract class UserGroupManager : IUserGroupManager
{
    public abstract Task AddToGroupAsync(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    );

    /// <summary>Adds a user for the time <paramref name="ttl"/>, of which whole seconds count.</summary>
    public abstract Task AddToGroupAsync(
        string userId,
        string groupName,
        TimeSpan ttl,
        CancellationToken cancellationToken = default
    );

    public abstract Task<bool> IsUserInGroup(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    );

    public abstract Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default);

    public abstract Task RemoveFromGroupAsync(
        string userId,
        string groupName,
        CancellationToken cancellationToken = default
    );
}
