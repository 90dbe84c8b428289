using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>A <see cref="ServiceHubContext"/> over the REST API.</summary>
internal sealed class RestHubContext(RestApi api) : ServiceHubContext
{
    public override IHubClients Clients { get; } = new RestHubClients(api);

    public override GroupManager Groups { get; } = new RestGroupManager(api);

    public override UserGroupManager UserGroups { get; } = new RestUserGroupManager(api);

    public override ClientManager ClientManager { get; } = new RestClientManager(api);

    public override ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions? negotiationOptions = null,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(api.Negotiate(negotiationOptions ?? new NegotiationOptions()));
}
