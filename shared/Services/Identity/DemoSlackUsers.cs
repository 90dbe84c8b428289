using AgentTrader.Services.Notifications.Slack;

namespace AgentTrader.Services.Identity;

/// <summary>Links the demo's published users to members of a Slack workspace, so that a presentation begins with both known.</summary>
public sealed class DemoSlackUsers(UserStore users, SlackLinks links)
{
    /// <summary>Links each pair; again, it changes nothing.</summary>
    /// <param name="pairs">The setting Demo__SlackUsers: <c>address=Slack user id</c>, separated by semicolons.</param>
    /// <exception cref="SettingException">It reads otherwise.</exception>
    public async Task LinkAsync(string? pairs, CancellationToken cancellationToken)
    {
        foreach (var pair in (pairs ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=') is not [var email, { Length: > 0 } slackUserId])
            {
                throw new SettingException(
                    "The setting Demo__SlackUsers must read address=SLACKUSER;address=SLACKUSER: correct it, or leave it empty."
                );
            }

            if (await users.FindByEmailAsync(email, cancellationToken) is var (user, _))
            {
                await links.LinkAsync(slackUserId.Trim(), user.UserId, cancellationToken);
            }
        }
    }
}
