#nullable disable
using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>One hub of the service, as a server sees it.</summary>
public interface IServiceHubContext : IHubContext<Hub>
{
    IUserGroupManager UserGroups { get; }

    Task DisposeAsync();
}
