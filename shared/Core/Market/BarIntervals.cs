namespace AgentTrader.Core.Market;

/// <summary>The names and lengths of bar intervals.</summary>
public static class BarIntervals
{
    private static readonly string[] Names = ["1m", "5m", "15m", "1h", "1d"];
    private static readonly int[] MinutesOf = [1, 5, 15, 60, 24 * 60];

    /// <summary>All names, shortest interval first.</summary>
    public static string AllNames { get; } = string.Join(", ", Names);

    /// <summary>As the API writes it: 1m, 5m, 15m, 1h or 1d.</summary>
    public static string Name(this BarInterval interval) => Names[(int)interval];

    /// <summary>The longest a bar lasts. A session is no multiple of an hour, so its last hourly bar is short.</summary>
    public static TimeSpan Length(this BarInterval interval) => TimeSpan.FromMinutes(MinutesOf[(int)interval]);

    public static bool TryParse(string? name, out BarInterval interval)
    {
        var index = Array.IndexOf(Names, name);
        interval = (BarInterval)Math.Max(index, 0);
        return index >= 0;
    }
}
