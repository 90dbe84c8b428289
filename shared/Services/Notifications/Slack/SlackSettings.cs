using Microsoft.Extensions.Configuration;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>The Slack workspace that approvals go to. Without one, e-mail takes its place.</summary>
/// <param name="BotToken">The app's bot token (xoxb-…), with the scopes chat:write and commands.</param>
/// <param name="SigningSecret">By which the workspace signs what it sends us.</param>
/// <param name="BaseUrl">The Web API, with a slash at its end.</param>
/// <param name="Channel">Where requests go: an id or a #name.</param>
/// <param name="UrgentChannel">Where risky and escalated requests go too; null for nowhere else.</param>
/// <param name="AgentChannels">An agent's own channel by the agent's id or name, in place of <paramref name="Channel"/>.</param>
public sealed record SlackSettings(
    string BotToken,
    string SigningSecret,
    Uri BaseUrl,
    string Channel,
    string? UrgentChannel,
    IReadOnlyDictionary<string, string> AgentChannels
)
{
    /// <summary>Where the requests of an agent go.</summary>
    public string ChannelOf(string agentId, string agentName) =>
        AgentChannels.GetValueOrDefault(agentId) ?? AgentChannels.GetValueOrDefault(agentName) ?? Channel;

    /// <summary>The settings under <c>Slack</c>; null when there is neither a token nor a secret.</summary>
    /// <exception cref="SettingException">One of the two is missing, or the address is none.</exception>
    public static SlackSettings? Read(IConfiguration settings)
    {
        var slack = settings.GetSection("Slack");
        var (token, secret) = (slack["BotToken"] ?? "", slack["SigningSecret"] ?? "");
        if (token.Length == 0 && secret.Length == 0)
        {
            return null;
        }

        if (token.Length == 0 || secret.Length == 0)
        {
            throw new SettingException(
                "Slack needs both settings, Slack__BotToken and Slack__SigningSecret: set the one that is missing, or neither."
            );
        }

        var address = slack["BaseUrl"] is { Length: > 0 } given ? given : "https://slack.com/api";
        var valid =
            Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);
        return valid
            ? new(
                token,
                secret,
                url!,
                slack["Channel"] is { Length: > 0 } channel ? channel : "#trade-approvals",
                slack["UrgentChannel"] is { Length: > 0 } urgent ? urgent : null,
                slack
                    .GetSection("AgentChannels")
                    .GetChildren()
                    .Where(pair => pair.Value is { Length: > 0 })
                    .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase)
            )
            : throw new SettingException(
                "The setting Slack__BaseUrl is no https address: leave it empty for https://slack.com/api."
            );
    }
}
