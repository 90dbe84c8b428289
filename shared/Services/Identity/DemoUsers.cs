using AgentTrader.Core;
using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>The four users of a demo instance. Their password is published, so they exist only where Demo__Enabled is true.</summary>
public sealed class DemoUsers(UserStore users, TimeProvider clock)
{
    /// <summary>The published password of all four.</summary>
    public const string Password = "Demo-Passw0rd!";

    private static readonly (string Name, string FullName, Roles Role)[] All =
    [
        ("admin", "Ada Admin", Roles.Admin),
        ("trader", "Theo Trader", Roles.Trader),
        ("viewer", "Vera Viewer", Roles.Viewer),
        ("approver", "Aron Approver", Roles.Approver),
    ];

    /// <summary>Adds those that are missing; called again, or by several hosts at once, it adds nothing twice.</summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, fullName, role) in All)
        {
            var email = $"{name}@demo.local";
            if (await users.FindByEmailAsync(email, cancellationToken) is null)
            {
                // The id is the same on every host, so that two that seed at once add one user.
                var user = new User
                {
                    UserId = EntityId.Derive("usr", DateTimeOffset.UnixEpoch, email),
                    Email = email,
                    FullName = fullName,
                    Role = role,
                    PasswordHash = AuthService.HashPassword(Password),
                    CreatedAt = clock.GetUtcNow(),
                };
                await users.AddAsync(user, cancellationToken);
            }
        }
    }
}
