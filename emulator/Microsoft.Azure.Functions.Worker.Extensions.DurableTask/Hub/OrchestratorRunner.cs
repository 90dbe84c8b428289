using System.Reflection;
using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentTrader.Emulator.Durable;

/// <summary>Runs an orchestrator function over a history, through the app's middleware.</summary>
internal sealed class OrchestratorRunner(
    DurableFunctions functions,
    IFunctionInvoker invoker,
    IOptions<WorkerOptions> worker,
    ILoggerFactory loggers,
    Payloads payloads
)
{
    private readonly ILogger logger = loggers.CreateLogger("Host.Durable");

    public async Task<EpisodeResult> RunAsync(
        Instance instance,
        IReadOnlyList<HistoryEvent> past,
        IReadOnlyList<HistoryEvent> fresh,
        CancellationToken cancellation
    )
    {
        var start = past.Concat(fresh).First(entry => entry.Kind == HistoryEventKind.ExecutionStarted);
        if (functions.Orchestrator(start.Name!) is not { } function)
        {
            return EpisodeResult.Failed(functions.NoOrchestrator(start.Name!));
        }

        var converter = new WorkerConverter(
            worker.Value.Serializer!,
            await LoadAsync(past.Concat(fresh), cancellation)
        );
        var context = new OrchestratorContext(instance.Id, start, converter, loggers);
        EpisodeResult? result = null;
        TriggerInput input;
        try
        {
            input = new TriggerInput(context) { BindingData = BindingData(function, instance.Id, start, converter) };
        }
        catch (JsonException error)
        {
            return new([], null, false) { Completed = true, Failure = Failures.From(error) };
        }

        Task<object?> Around(Func<Task<object?>> orchestrator)
        {
            result = new Episode(context, converter).Run(past, fresh, orchestrator);
            return Task.FromResult<object?>(null);
        }

        // On a thread without a context of its own: what the orchestrator posts must come to the episode.
        await Task.Run(() => invoker.InvokeAsync(function, input with { Around = Around }, cancellation), cancellation);
        if (result!.Failure is { } failure)
        {
            logger.LogError(
                "The orchestration '{InstanceId}' of the function '{FunctionName}' failed: {Failure}",
                instance.Id,
                function.Name,
                failure.ToString()
            );
        }

        return result;
    }

    private async Task<Dictionary<string, string>> LoadAsync(
        IEnumerable<HistoryEvent> history,
        CancellationToken cancellation
    )
    {
        var loaded = new Dictionary<string, string>();
        var texts = history.SelectMany(entry => (entry.CarriedOver ?? []).Append(entry)).Select(entry => entry.Data);
        foreach (var reference in texts.Where(Payloads.IsReference).Distinct())
        {
            loaded.Add(reference!, (await payloads.LoadAsync(reference, cancellation))!);
        }

        return loaded;
    }

    // As officially, the first parameter that nothing else binds takes the orchestration's input.
    private static Dictionary<string, object?> BindingData(
        FunctionDescriptor function,
        string instanceId,
        HistoryEvent start,
        DataConverter converter
    )
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
        var parameter = function
            .Method.GetParameters()
            .FirstOrDefault(candidate =>
                candidate.GetCustomAttribute<BindingAttribute>() is null
                && candidate.ParameterType != typeof(FunctionContext)
                && candidate.ParameterType != typeof(CancellationToken)
            );
        if (parameter is not null)
        {
            data[parameter.Name!] = converter.Deserialize(start.Data, parameter.ParameterType);
        }

        return data;
    }
}
