using System.Reflection;
using AgentTrader.Functions.Http;
using AgentTrader.Services;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Demo;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Oversight.Slack;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentTrader.Functions;

/// <summary>Wires the app; shared by <c>Program.cs</c> and the tests.</summary>
public static class App
{
    /// <summary>Adds everything. The clock may be added before, otherwise it is the machine's.</summary>
    /// <exception cref="SettingException">A required setting is missing.</exception>
    public static FunctionsApplicationBuilder AddAgentTrader(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseApiKernel(Assembly.GetExecutingAssembly());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder
            .Services.AddInstanceStorage(builder.Configuration)
            .AddMarket(builder.Configuration)
            .AddTrading()
            .AddSlack(builder.Configuration)
            .AddIdentity(builder.Configuration);
        builder.Services.AddSingleton<AuditLog>().AddSingleton<LateEntries>();
        AddStartup(builder.Services, builder.Configuration);
        return builder;
    }

    private static void AddStartup(IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(
            new StartupStep(
                "making the tables",
                (provider, token) => provider.GetRequiredService<InstanceStorage>().EnsureCreatedAsync(token)
            )
        );
        if (settings.GetValue("Demo:Enabled", false))
        {
            services.AddSingleton(
                new StartupStep(
                    "adding the demo users",
                    (provider, token) => provider.GetRequiredService<DemoUsers>().SeedAsync(token)
                )
            );
            services.AddSingleton(
                new StartupStep(
                    "linking the demo users to Slack",
                    (provider, token) =>
                        provider
                            .GetRequiredService<DemoSlackUsers>()
                            .LinkAsync(provider.GetRequiredService<IConfiguration>()["Demo:SlackUsers"], token)
                )
            );
        }

        services.AddSingleton<Startup>().AddHostedService(provider => provider.GetRequiredService<Startup>());
    }
}
