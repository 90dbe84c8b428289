using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>
/// The memory of the emulated service: its hubs, made when first named. It runs by the real clock, as a service outside of
/// the process would.
/// </summary>
internal sealed class ServiceConnections(ILogger<DefaultHubLifetimeManager<ClientHub>> logger)
    : DefaultHubLifetimeManager<ClientHub>(logger)
{
    private readonly ConcurrentDictionary<string, ServiceHub> hubs = new();

    public ServiceHub Hub(string name) => hubs.GetOrAdd(name, _ => new ServiceHub(TimeProvider.System));

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        HubOf(connection).Add(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        HubOf(connection).Remove(connection);
        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>Starts the writes, in this order, and does not wait: one slow client must not hold up the sender.</summary>
    public static void Send(IEnumerable<HubConnectionContext> receivers, HubMessage message)
    {
        var serialized = new SerializedHubMessage(message);
        foreach (var receiver in receivers)
        {
            _ = receiver.WriteAsync(serialized).AsTask();
        }
    }

    private ServiceHub HubOf(HubConnectionContext connection) => Hub(HubNameOf(connection));

    private static string HubNameOf(HubConnectionContext connection) =>
        connection.GetHttpContext()?.Request.Query["hub"].ToString() ?? "";
}
