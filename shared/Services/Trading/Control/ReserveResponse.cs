using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading.Control;

/// <summary>An agent's reserve pool and a page of its ledger, newest first (document 5, requirement 18.2).</summary>
/// <param name="Balance">Dollars of the cash that trading may not touch.</param>
public sealed record ReserveResponse(decimal Balance, IReadOnlyList<ReserveEntry> Items, string? NextPageToken);
