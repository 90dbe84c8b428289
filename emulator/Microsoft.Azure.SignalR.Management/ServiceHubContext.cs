#nullable disable
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>One hub of the service: sends to its clients, keeps its groups, lets clients in.</summary>
public abstract class ServiceHubContext : IServiceHubContext, IDisposable
{
    public virtual UserGroupManager UserGroups => null;

    IUserGroupManager IServiceHubContext.UserGroups => UserGroups;

    public virtual IHubClients Clients => null;

    public virtual GroupManager Groups => null;

    IGroupManager IHubContext<Hub>.Groups => Groups;

    public virtual ClientManager ClientManager => null;

    /// <summary>Gives the address and the token with which a client connects to the service.</summary>
    public abstract ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions negotiationOptions = null,
        CancellationToken cancellationToken = default
    );

    public virtual Task DisposeAsync() => Task.CompletedTask;

    public virtual void Dispose()
    {
        DisposeAsync().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }
}
