using AgentTrader.Emulator.Hosting;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: EmulatorExtension(typeof(ServiceBusExtension))]

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>Listens for functions that Service Bus triggers.</summary>
internal sealed class ServiceBusExtension : EmulatorExtension
{
    public override ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services)
    {
        if (function.TriggerAttribute is not ServiceBusTriggerAttribute trigger)
        {
            return null;
        }

        var host = services.GetRequiredService<HostSettings>();
        var settings = ServiceBusSettings.Read(host.Section("extensions:serviceBus"), function);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers.ServiceBus");
        var client = Connect(host.ConnectionString(trigger.Connection ?? "ServiceBus"));
        var receiver = trigger.QueueName is { } queue
            ? client.CreateReceiver(host.Resolve(queue))
            : client.CreateReceiver(host.Resolve(trigger.TopicName!), host.Resolve(trigger.SubscriptionName!));
        var run = new MessageRun(function, receiver, settings, services.GetRequiredService<IFunctionInvoker>(), logger);
        return new ServiceBusListener(function, receiver, settings, run, logger);
    }

    private static ServiceBusClient Connect(string connectionString)
    {
        try
        {
            return new ServiceBusClient(connectionString);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            throw new HostStartException(error.Message, error);
        }
    }
}
