using System.Globalization;

namespace AgentTrader.Services.Storage;

/// <summary>Row keys that list newest first: a table only sorts upwards, so the ticks are counted down.</summary>
public static class NewestFirst
{
    /// <summary>A key of 19 digits; a later instant gives a smaller one.</summary>
    public static string Key(DateTimeOffset instant) =>
        (DateTime.MaxValue.Ticks - instant.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
