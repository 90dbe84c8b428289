using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Who asks, for which operation, and from where. The user id is a <c>usr_</c> id, or "service" for another system; the role is
/// exactly one.
/// </summary>
public sealed record Caller(
    string UserId,
    string Email,
    string FullName,
    Roles Role,
    Operation Operation,
    Origin Origin
);
