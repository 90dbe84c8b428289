using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: EmulatorExtension(typeof(QueuesExtension))]

namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>Listens for queue-triggered functions.</summary>
internal sealed class QueuesExtension : EmulatorExtension
{
    public override ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services)
    {
        if (function.TriggerAttribute is not QueueTriggerAttribute trigger)
        {
            return null;
        }

        var host = services.GetRequiredService<HostSettings>();
        var settings = QueueSettings.Read(host.Section("extensions:queues"));
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers.Queue");
        var queues = new TriggerQueue(
            host.ConnectionString(trigger.Connection),
            host.Resolve(trigger.QueueName),
            settings
        );
        var run = new MessageRun(function, queues, settings, services.GetRequiredService<IFunctionInvoker>(), logger);
        return new QueueListener(function, queues, settings, run, logger);
    }
}
