using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>A user as an access token names one.</summary>
public sealed record SignedInUser(string UserId, string Email, string FullName, Roles Role);
