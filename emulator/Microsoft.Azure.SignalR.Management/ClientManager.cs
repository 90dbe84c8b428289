#nullable disable
namespace Microsoft.Azure.SignalR.Management;

/// <summary>Asks about a hub's connections and closes them.</summary>
public abstract class ClientManager
{
    /// <summary>Closes a connection; nothing happens if it is gone. The client hears the reason if its token allowed detailed errors.</summary>
    public abstract Task CloseConnectionAsync(
        string connectionId,
        string reason = null,
        CancellationToken cancellationToken = default
    );

    public abstract Task<bool> ConnectionExistsAsync(
        string connectionId,
        CancellationToken cancellationToken = default
    );

    public abstract Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default);

    public abstract Task<bool> GroupExistsAsync(string groupName, CancellationToken cancellationToken = default);
}
