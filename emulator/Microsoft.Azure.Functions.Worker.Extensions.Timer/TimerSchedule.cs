using System.Globalization;
using AgentTrader.Emulator.Hosting;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Extensions.Timer;

/// <summary>When a timer comes next: a cron expression, or a constant interval counted from the last run.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? cron;
    private readonly TimeSpan interval;

    private TimerSchedule(CrontabSchedule? cron, TimeSpan interval)
    {
        this.cron = cron;
        this.interval = interval;
    }

    /// <exception cref="HostStartException">The text is neither.</exception>
    public static TimerSchedule Parse(string text, string function)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 };
        if (fields is 5 or 6 && CrontabSchedule.TryParse(text, options) is { } cron)
        {
            return new TimerSchedule(cron, TimeSpan.Zero);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new TimerSchedule(null, interval)
            : throw new HostStartException(
                $"The schedule '{text}' of the function '{function}' is neither a cron expression of five or six fields "
                    + "(such as '0 */5 * * * *') nor a time span (such as '00:05:00'). Correct it."
            );
    }

    /// <summary>The first occurrence after an instant (UTC).</summary>
    public DateTime NextAfter(DateTime instant) =>
        DateTime.SpecifyKind(cron?.GetNextOccurrence(instant) ?? instant + interval, DateTimeKind.Utc);

    /// <summary>Whether any two of the next occurrences lie less than a minute apart; official: such schedules are not recorded.</summary>
    public bool ComesMoreThanOnceAMinute(DateTime now)
    {
        var occurrence = NextAfter(now);
        for (var i = 0; i < 10; i++)
        {
            var next = NextAfter(occurrence);
            if (next - occurrence < TimeSpan.FromMinutes(1))
            {
                return true;
            }

            occurrence = next;
        }

        return false;
    }
}
