using System.Reflection;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Demo;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentTrader.Functions;

/// <summary>Wires the app; shared by <c>Program.cs</c> and the tests.</summary>
public static class App
{
    /// <summary>Adds everything. The clock may be added before, otherwise it is the machine's.</summary>
    /// <exception cref="InvalidOperationException">A required setting is missing.</exception>
    public static FunctionsApplicationBuilder AddAgentTrader(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseApiKernel(Assembly.GetExecutingAssembly());
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddStorage(builder.Services, builder.Configuration);
        builder.Services.AddIdentity(builder.Configuration);
        builder.Services.AddSingleton<AuditLog>();
        AddStartup(builder.Services, builder.Configuration);
        return builder;
    }

    private static void AddStorage(IServiceCollection services, IConfiguration settings)
    {
        var connection = Required(settings, "AzureWebJobsStorage");
        var encoding = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        services.AddSingleton(
            new InstanceStorage(
                new TableServiceClient(connection),
                new QueueServiceClient(connection, encoding),
                Required(settings, "InstanceName")
            )
        );
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
        }

        services.AddSingleton<Startup>().AddHostedService(provider => provider.GetRequiredService<Startup>());
    }

    private static string Required(IConfiguration settings, string name) =>
        settings[name]
        ?? throw new InvalidOperationException($"The setting {name} is missing: see local.settings.sample.json.");
}
