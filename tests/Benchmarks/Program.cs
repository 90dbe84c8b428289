using AgentTrader.Benchmarks;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd}");
await StartToReady.RunAsync();

await using var azurite = await Azurite.StartAsync();

// The bus stand-in finds its storage where the official emulator's connection string has no place for it.
Environment.SetEnvironmentVariable("AzureWebJobsStorage", azurite.ConnectionString);
var settings = new ConfigurationBuilder()
    .AddInMemoryCollection(
        new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["InstanceName"] = "bench",
            ["ServiceBus"] =
                "Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=local;UseDevelopmentEmulator=true;",
            ["SignalR"] =
                "Endpoint=http://localhost:1;AccessKey=a key that nothing in this benchmark uses;Version=1.0;",
            ["Jwt:SigningKey"] = "a key that nothing in this benchmark uses",
        }
    )
    .Build();
await using var services = new ServiceCollection()
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
await CommittedTrade.RunAsync(services);
