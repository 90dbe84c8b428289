using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker.Extensions.Timer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: EmulatorExtension(typeof(TimersExtension))]

namespace Microsoft.Azure.Functions.Worker.Extensions.Timer;

/// <summary>Keeps the schedules of timer-triggered functions.</summary>
internal sealed class TimersExtension : EmulatorExtension
{
    public override ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services)
    {
        if (function.TriggerAttribute is not TimerTriggerAttribute trigger)
        {
            return null;
        }

        var host = services.GetRequiredService<HostSettings>();
        var clock = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers.Timer");
        var schedule = TimerSchedule.Parse(host.Resolve(trigger.Schedule), function.Name);
        var storage = new TimerStorage(host.ConnectionString(null), host.HostId, function.Name);
        var monitored = trigger.UseMonitor && !schedule.ComesMoreThanOnceAMinute(clock.GetUtcNow().UtcDateTime);
        var invoker = services.GetRequiredService<IFunctionInvoker>();
        var run = new ScheduledRun(function, invoker, clock, schedule, monitored ? storage : null);
        return new TimerListener(trigger.RunOnStartup, run, schedule, clock, storage, logger);
    }
}
