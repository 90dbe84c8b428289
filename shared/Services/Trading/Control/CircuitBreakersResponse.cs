using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Control;

/// <param name="Open">While one is open the engine orders nothing.</param>
/// <param name="ReEntryBans">Symbols that lost too much to be entered again soon.</param>
/// <param name="StopHits">When stops were hit today, by market time.</param>
public sealed record CircuitBreakersResponse(
    IReadOnlyList<BreakerResponse> Open,
    IReadOnlyList<ReEntryBan> ReEntryBans,
    IReadOnlyList<DateTimeOffset> StopHits
);
