using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Who decides about other people's money has one-time codes turned on (document 1, NFR-004 and US-016). An administrator or an
/// approver who has not may sign in, look at everything and enrol, and changes nothing until then.
/// </summary>
/// <param name="users">Knows who has enrolled.</param>
/// <param name="required">The setting RequireTotp; by default true, and false on a demo, whose passwords are published anyway.</param>
public sealed class SecondFactor(UserStore users, bool required)
{
    private const Roles Asked = Roles.Admin | Roles.Approver;

    /// <summary>Refuses whoever must have enrolled and has not.</summary>
    /// <exception cref="ProblemException">403.</exception>
    public async Task DemandAsync(string userId, Roles role, CancellationToken cancellationToken)
    {
        if (
            required
            && (role & Asked) != Roles.None
            && await users.FindAsync(userId, cancellationToken) is not { User.TotpEnabled: true }
        )
        {
            throw new ProblemException(
                403,
                "/problems/totp-not-enrolled",
                "One-time code refused",
                "Administrators and approvers need one-time codes: set up an authenticator in the dashboard, with the key beside your name, and try again."
            );
        }
    }
}
