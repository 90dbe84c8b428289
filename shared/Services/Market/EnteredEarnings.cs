using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>The days of earnings that were entered by hand.</summary>
/// <param name="Days">By symbol and day.</param>
/// <param name="ChangedAt">Wall time of the last change; null before the first.</param>
/// <param name="ChangedBy">Who made it.</param>
internal sealed record EnteredEarnings(IReadOnlyList<EarningsDay> Days, DateTimeOffset? ChangedAt, string? ChangedBy)
{
    public static EnteredEarnings None { get; } = new([], null, null);
}
