using Azure.Data.Tables;

namespace AgentTrader.Services.Identity;

/// <summary>A request with an <c>Idempotency-Key</c>: either answered before, or, with no answer, ours to execute.</summary>
public sealed record IdempotentRequest(Operation Operation, KeptAnswer? Answer, TableEntity Row);
