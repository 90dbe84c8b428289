using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;

namespace AgentTrader.Functions.Identity;

/// <summary>A user as the API shows one.</summary>
public sealed record UserResponse(string UserId, string Email, string FullName, Roles Role, bool TotpEnabled)
{
    public static UserResponse Of(User user) =>
        new(user.UserId, user.Email, user.FullName, user.Role, user.TotpEnabled);
}
