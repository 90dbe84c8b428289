using System.Text.Json;
using AgentTrader.Emulator.Hosting;

namespace Microsoft.Azure.Functions.Worker.Extensions.Timer;

/// <summary>Runs a timer's function and records that it did; without storage nothing is recorded.</summary>
internal sealed class ScheduledRun(
    FunctionDescriptor function,
    IFunctionInvoker invoker,
    TimeProvider clock,
    TimerSchedule schedule,
    TimerStorage? storage
)
{
    private ScheduleStatus? status;

    public string Name => function.Name;

    /// <summary>Reads what is recorded and says whether an occurrence was missed. A schedule that was changed since misses none.</summary>
    public async Task<bool> IsPastDueAsync(CancellationToken cancellationToken)
    {
        if (storage is null)
        {
            return false;
        }

        var now = Now;
        var recorded = await storage.ReadAsync(cancellationToken);
        status = recorded is null
            ? new ScheduleStatus { Next = schedule.NextAfter(now), LastUpdated = now }
            : WithThisSchedule(recorded, now);
        if (!ReferenceEquals(status, recorded))
        {
            await storage.WriteAsync(status);
        }

        return now > status.Next;
    }

    /// <summary>Invokes the function once. That it failed is logged by the invoker; the schedule goes on as if it had not.</summary>
    public async Task InvokeAsync(bool isPastDue, bool isScheduled, CancellationToken cancellationToken)
    {
        // A timer may fire an instant early; what it was for counts, or the same occurrence would come twice.
        var instant = isScheduled && status?.Next > Now ? status.Next : Now;
        var info = new TimerInfo { ScheduleStatus = status, IsPastDue = isPastDue };
        object value =
            function.TriggerParameter.ParameterType == typeof(TimerInfo) ? info : JsonSerializer.Serialize(info);
        try
        {
            await invoker.InvokeAsync(function, new TriggerInput(value), cancellationToken);
        }
#pragma warning disable CA1031 // Whatever a function throws ends this run only.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Logged by the invoker.
        }

        if (storage is not null)
        {
            status = new ScheduleStatus
            {
                Last = instant,
                Next = schedule.NextAfter(instant),
                LastUpdated = instant,
            };
            await storage.WriteAsync(status);
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private ScheduleStatus WithThisSchedule(ScheduleStatus recorded, DateTime now)
    {
        var counted = recorded.Last == default ? recorded.LastUpdated : recorded.Last;
        var expected = schedule.NextAfter(counted);
        return expected == recorded.Next
            ? recorded
            : new ScheduleStatus { Next = now > expected ? schedule.NextAfter(now) : expected, LastUpdated = counted };
    }
}
