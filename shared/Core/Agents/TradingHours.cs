using NodaTime;

namespace AgentTrader.Core.Agents;

/// <summary>The part of the day in which an agent may trade, beside the exchange's own hours.</summary>
/// <param name="Start">First minute, "HH:mm".</param>
/// <param name="End">First minute after, "HH:mm"; later than the start.</param>
/// <param name="Timezone">A name of the IANA time zone database.</param>
public sealed record TradingHours(string Start = "09:30", string End = "16:00", string Timezone = "America/New_York")
{
    /// <summary>Whether an instant lies within the hours, on any day of the week.</summary>
    /// <exception cref="FormatException">The hours are not valid: see <see cref="AgentRules"/>.</exception>
    public bool Contains(DateTimeOffset at)
    {
        var zone =
            DateTimeZoneProviders.Tzdb.GetZoneOrNull(Timezone)
            ?? throw new FormatException($"'{Timezone}' is not a time zone.");
        var time = Instant.FromDateTimeOffset(at).InZone(zone).TimeOfDay;
        var minute = (time.Hour * 60) + time.Minute;
        return minute >= MinuteOf(Start) && minute < MinuteOf(End);
    }

    internal static int? TryMinuteOf(string? text) =>
        text is [var h, var o, ':', var m, var n]
        && char.IsAsciiDigit(h)
        && char.IsAsciiDigit(o)
        && char.IsAsciiDigit(m)
        && char.IsAsciiDigit(n)
        && ((h - '0') * 10) + o - '0' is < 24 and var hour
        && m < '6'
            ? (hour * 60) + ((m - '0') * 10) + n - '0'
            : null;

    private static int MinuteOf(string text) =>
        TryMinuteOf(text) ?? throw new FormatException($"'{text}' is not a time of day as HH:mm.");
}
