using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Notifications;

/// <summary>Passes each event on to the dashboards that are open.</summary>
public sealed class PushToDashboard(DashboardHub hub)
{
    [Function(nameof(PushToDashboard))]
    public Task Run(
        [ServiceBusTrigger("%InstanceName%-" + EventTopic.Name, EventTopic.Dashboard, Connection = "ServiceBus")]
            string message,
        CancellationToken cancellationToken
    ) => hub.TellAsync(QueueMessages.Read<AgentEvent>(message), cancellationToken);
}
