using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight.Notices;
using Azure.Communication.Email;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>Wires how approvers are told and how they answer.</summary>
public static class SlackServices
{
    /// <summary>
    /// Adds Slack where the settings name a workspace, and e-mail. Settings: Slack__BotToken, Slack__SigningSecret,
    /// Slack__BaseUrl, Slack__Channel, Slack__UrgentChannel, Slack__AgentChannels__&lt;agent&gt;, PublicUrl, Email, Email__Sender.
    /// </summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration settings)
    {
        var root = PublicLinks.ReadRoot(settings["PublicUrl"]);
        var signingKey = settings["Jwt:SigningKey"] ?? "";
        if (SlackSettings.Read(settings) is { } slack)
        {
            services
                .AddSingleton(slack)
                .AddSingleton(provider => new SlackClient(
                    slack,
                    new SocketsHttpHandler
                    {
                        AllowAutoRedirect = false,
                        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    },
                    provider.GetRequiredService<TimeProvider>()
                ));
        }

        if (settings["Email"] is { Length: > 0 } email)
        {
            services.AddSingleton(new EmailClient(email));
        }

        var sender = settings["Email:Sender"] is { Length: > 0 } given ? given : "DoNotReply@agenttrader.example";
        return services
            .AddSingleton(provider => new PublicLinks(root, signingKey, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ApprovalMail>(provider, sender))
            .AddSingleton<AnnouncementStore>()
            .AddSingleton<ApprovalAnnouncer>()
            .AddSingleton<ApprovalDemands>()
            .AddSingleton<SlackGate>()
            .AddSingleton<SlackLinks>()
            .AddSingleton<SlackInbox>()
            .AddSingleton<SlackReplies>()
            .AddSingleton<SlackCommands>()
            .AddSingleton<SlackActionHandler>();
    }
}
