using Azure.Messaging.ServiceBus;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The event topic of <see cref="MemoryCloud"/>.</summary>
internal sealed class MemoryTopic(MemoryCloud cloud) : ServiceBusSender
{
    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        cloud.CallAsync(() =>
        {
            cloud.Sent(null, message.Body.ToString(), cloud.Now);
            return true;
        });
}
