using System.Reflection;
using AgentTrader.Emulator.Durable;
using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: EmulatorExtension(typeof(DurableExtension))]

namespace AgentTrader.Emulator.Durable;

/// <summary>Orchestrations, activities and the durable client for the emulated host.</summary>
internal sealed class DurableExtension : EmulatorExtension
{
    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(provider => DurableSettings.Read(provider.GetRequiredService<HostSettings>()))
            .AddSingleton<TaskHub>()
            .AddSingleton(provider => provider.GetRequiredService<TaskHub>().Payloads)
            .AddSingleton<DurableFunctions>()
            .AddSingleton<OrchestratorRunner>()
            .AddSingleton<EpisodePlanner>()
            .AddSingleton<OrchestrationProcessor>()
            .AddSingleton<ControlDispatcher>()
            .AddSingleton<ActivityRunner>()
            .AddSingleton<TimerLoop>()
            .AddSingleton<TaskHubWorker>()
            .AddSingleton<EmulatedDurableTaskClient>();

    public override ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services) =>
        services.GetRequiredService<DurableFunctions>().TryAdd(function)
            ? services.GetRequiredService<TaskHubWorker>()
            : null;

    public override bool TryBind(ParameterInfo parameter, IServiceProvider services, out object? value)
    {
        var isOurs =
            parameter.ParameterType == typeof(DurableTaskClient)
            && parameter.GetCustomAttribute<DurableClientAttribute>() is not null;
        value = isOurs ? services.GetRequiredService<EmulatedDurableTaskClient>() : null;
        return isOurs;
    }
}
