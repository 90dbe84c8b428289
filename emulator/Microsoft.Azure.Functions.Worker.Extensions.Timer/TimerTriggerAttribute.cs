using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, on one host at a time.</summary>
/// <param name="schedule">
/// NCRONTAB with six fields (seconds first) or five, or a <see cref="TimeSpan"/> such as <c>00:00:30</c>; <c>%Setting%</c> is
/// replaced. Times are UTC.
/// </param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; private set; } = schedule;

    /// <summary>
    /// Whether runs are recorded, so that one missed while no host ran is made up. On by default; never for schedules that
    /// come more than once a minute.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs as soon as a host starts to keep the schedule.</summary>
    public bool RunOnStartup { get; set; }
}
