using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Names the receivers of a message by the REST path to send it to.</summary>
internal sealed class RestHubClients(RestApi api) : IHubClients
{
    public IClientProxy All => AllExcept([]);

    public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) =>
        new RestClientProxy(api, ["/:send"], excludedConnectionIds);

    public ISingleClientProxy Client(string connectionId) => To("connections", [connectionId]);

    IClientProxy IHubClients<IClientProxy>.Client(string connectionId) => Client(connectionId);

    public IClientProxy Clients(IReadOnlyList<string> connectionIds) => To("connections", connectionIds);

    public IClientProxy Group(string groupName) => To("groups", [groupName]);

    public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) =>
        To("groups", [groupName], excludedConnectionIds);

    public IClientProxy Groups(IReadOnlyList<string> groupNames) => To("groups", groupNames);

    public IClientProxy User(string userId) => To("users", [userId]);

    public IClientProxy Users(IReadOnlyList<string> userIds) => To("users", userIds);

    private RestClientProxy To(string kind, IReadOnlyList<string> names, IReadOnlyList<string>? excluded = null) =>
        new(api, [.. names.Select(name => $"/{kind}/{Name(name)}/:send")], excluded ?? []);

    private static string Name(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Uri.EscapeDataString(name);
    }
}
