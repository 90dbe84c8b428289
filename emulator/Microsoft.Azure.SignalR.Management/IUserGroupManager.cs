#nullable disable
namespace Microsoft.Azure.SignalR.Management;

/// <summary>Keeps which users are in which groups.</summary>
public interface IUserGroupManager
{
    Task AddToGroupAsync(string userId, string groupName, CancellationToken cancellationToken = default);

    Task AddToGroupAsync(string userId, string groupName, TimeSpan ttl, CancellationToken cancellationToken = default);

    Task RemoveFromGroupAsync(string userId, string groupName, CancellationToken cancellationToken = default);

    Task RemoveFromAllGroupsAsync(string userId, CancellationToken cancellationToken = default);

    Task<bool> IsUserInGroup(string userId, string groupName, CancellationToken cancellationToken = default);
}
