namespace AgentTrader.Services.Identity;

/// <summary>
/// What makes one request one operation: services derive every id and timestamp of a change from it, so that the same
/// operation tried again (same <c>Idempotency-Key</c>, also after a crash) makes the same change and not a second one.
/// </summary>
/// <param name="At">When the operation was first seen, UTC.</param>
/// <param name="Seed">Different for different operations; goes into <c>EntityId.Derive</c>.</param>
/// <param name="IsFirst">
/// Whether it is certain that no earlier try got anywhere. Otherwise a service looks for what it would make before it makes it.
/// </param>
public sealed record Operation(DateTimeOffset At, string Seed, bool IsFirst = false);
