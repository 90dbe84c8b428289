using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Identity;

/// <summary>Wires the Identity feature.</summary>
public static class IdentityServices
{
    /// <summary>
    /// Adds users, logins and idempotent requests. Settings: Jwt__SigningKey (required), InstanceName (required), ServiceToken,
    /// RequireTotp (see <see cref="SecondFactor"/>).
    /// </summary>
    /// <exception cref="SettingException">A required setting is missing or the key is too short.</exception>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration settings)
    {
        var signingKey = settings["Jwt:SigningKey"];
        var instanceName =
            settings["InstanceName"]
            ?? throw new SettingException("The setting InstanceName is missing: name this instance there.");
        var isTotpRequired = settings.GetValue("RequireTotp", !settings.GetValue("Demo:Enabled", false));
        // Made once here, so that a bad key ends the start and not the first request.
        _ = new AccessTokens(signingKey, instanceName, TimeProvider.System);
        return services
            .AddSingleton(provider => new AccessTokens(
                signingKey,
                instanceName,
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton(new SecretBox(signingKey!))
            .AddSingleton(new ServiceToken(settings["ServiceToken"]))
            .AddSingleton<UserStore>()
            .AddSingleton<AttemptLimiter>()
            .AddSingleton<RefreshTokens>()
            .AddSingleton<AuthAudit>()
            .AddSingleton<TotpService>()
            .AddSingleton(provider => new SecondFactor(provider.GetRequiredService<UserStore>(), isTotpRequired))
            .AddSingleton<AuthService>()
            .AddSingleton<DemoUsers>()
            .AddSingleton<DemoSlackUsers>()
            .AddSingleton<IdempotencyStore>();
    }
}
