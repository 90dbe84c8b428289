using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>Who asks, for which operation, and from where.</summary>
/// <param name="UserId">A <c>usr_</c> id, or "service" for another system.</param>
/// <param name="Role">Exactly one role.</param>
public sealed record Caller(string UserId, string Email, string FullName, Roles Role, Operation Operation, Origin Origin);
