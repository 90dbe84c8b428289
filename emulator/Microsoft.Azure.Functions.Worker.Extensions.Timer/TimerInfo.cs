namespace Microsoft.Azure.Functions.Worker;

public class TimerInfo
{
    /// <summary>Null when runs are not recorded: see <see cref="TimerTriggerAttribute.UseMonitor"/>.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True for the one run that makes up for what was missed.</summary>
    public bool IsPastDue { get; set; }
}
