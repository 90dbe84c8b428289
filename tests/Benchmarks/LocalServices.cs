using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Benchmarks;

/// <summary>The product's services in this process, without a host around them: what a function method calls.</summary>
internal static class LocalServices
{
    /// <param name="storage">Azurite's connection string.</param>
    public static async Task<ServiceProvider> StartAsync(string storage)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["InstanceName"] = BenchHost.Instance,
                    ["ServiceBus"] =
                        $"Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=local;UseDevelopmentEmulator=true;StorageConnectionString={storage}",
                    ["SignalR"] =
                        "Endpoint=http://localhost:1;AccessKey=a key that nothing in this benchmark uses;Version=1.0;",
                    ["Jwt:SigningKey"] = "a key that nothing in this benchmark uses",
                }
            )
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddInstanceStorage(settings)
            .AddMarket(settings)
            .AddTrading()
            .AddIdentity(settings)
            .AddSingleton<AuditLog>()
            .BuildServiceProvider();
        await services.GetRequiredService<InstanceStorage>().EnsureCreatedAsync(default);
        await services.GetRequiredService<MarketClock>().StartAsync(default);
        return services;
    }
}
