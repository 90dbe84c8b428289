using System.Globalization;

namespace AgentTrader.Emulator.Slack;

/// <summary>Slack's message timestamps, such as <c>1503435956.000247</c>: seconds and microseconds, a message's name in its channel.</summary>
internal static class Timestamp
{
    private const long Last = 99_999_999_999_999_999;

    public static string Of(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds % 1_000_000:D6}");

    public static long Now(TimeProvider clock) =>
        (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The microseconds of a timestamp; null for what is none.</summary>
    public static long? Parse(string? timestamp) =>
        timestamp?.Split('.') is [{ Length: > 0 and <= 11 } seconds, { Length: 6 } rest]
        && long.TryParse(seconds + rest, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? microseconds
            : null;

    /// <summary>A row key by which the newest comes first.</summary>
    public static string RowKey(long microseconds) =>
        (Last - microseconds).ToString("D17", CultureInfo.InvariantCulture);
}
