using AgentTrader.Services.Notifications;
using Azure.Core.Serialization;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Storage;

/// <summary>The clients of the Azure services, one of each a process, and what stands directly on them.</summary>
public static class StorageServices
{
    public static IServiceCollection AddInstanceStorage(this IServiceCollection services, IConfiguration settings)
    {
        var storage = Require(settings, "AzureWebJobsStorage");
        var instance = Require(settings, "InstanceName");
        var bus = Require(settings, "ServiceBus");
        var signalR = Require(settings, "SignalR");
        return services
            .AddSingleton(_ => new TableServiceClient(storage))
            .AddSingleton(_ => new QueueServiceClient(
                storage,
                new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
            ))
            .AddSingleton(provider => new InstanceStorage(
                provider.GetRequiredService<TableServiceClient>(),
                provider.GetRequiredService<QueueServiceClient>(),
                instance
            ))
            .AddSingleton(_ => new ServiceBusClient(bus))
            .AddSingleton(provider =>
                provider.GetRequiredService<ServiceBusClient>().CreateSender($"{instance}-{EventTopic.Name}")
            )
            .AddSingleton(provider =>
                provider
                    .GetRequiredService<ServiceBusClient>()
                    .CreateReceiver(
                        $"{instance}-{EventTopic.Name}",
                        EventTopic.Audit,
                        new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }
                    )
            )
            .AddSingleton(_ =>
                new ServiceManagerBuilder()
                    .WithOptions(options =>
                    {
                        options.ConnectionString = signalR;
                        // The users of a demo have the same ids in every instance, and instances may share one service.
                        options.ApplicationName = InstanceStorage.LettersAndDigits(instance);
                        // Otherwise events would have the names of C# and numbers for words.
                        options.UseJsonObjectSerializer(new JsonObjectSerializer(ApiJson.Options));
                    })
                    .BuildServiceManager()
            )
            .AddSingleton<OutboxMark>()
            .AddSingleton<Outbox>()
            .AddSingleton<PoisonReasons>()
            .AddSingleton<DashboardHub>();
    }

    private static string Require(IConfiguration settings, string name) =>
        settings[name] is { Length: > 0 } value
            ? value
            : throw new SettingException($"The setting '{name}' is missing: see local.settings.sample.json.");
}
