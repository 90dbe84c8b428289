using AgentTrader.Emulator.Hosting;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentTrader.Emulator.Durable;

/// <summary>Runs activities and sends their results. A message goes only after its result went.</summary>
internal sealed class ActivityRunner(
    TaskHub hub,
    DurableFunctions functions,
    IFunctionInvoker invoker,
    IOptions<WorkerOptions> worker,
    DurableSettings settings,
    OrchestrationProcessor processor,
    ILogger<ActivityRunner> logger
) : IDisposable
{
    private readonly InvocationGate gate = new();
    private int running;

    /// <summary>How many more activities may run.</summary>
    public int Room => settings.MaxConcurrentActivityFunctions - Volatile.Read(ref running);

    public Task TakeAsync(IReadOnlyList<QueueMessage> messages)
    {
        foreach (var message in messages)
        {
            if (gate.TryEnter())
            {
                Interlocked.Increment(ref running);
                _ = Task.Run(() => RunAsync(message));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Returns when the running activities have ended, or when <paramref name="giveUp"/> fires.</summary>
    public Task DrainAsync(CancellationToken giveUp) => gate.DrainAsync(giveUp);

    public void Dispose() => gate.Dispose();

    private async Task RunAsync(QueueMessage message)
    {
        var received = new ReceivedMessage(hub.Activities, message);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(gate.GivenUp);
        var holding = HoldAsync(received, done.Token);
        try
        {
            var activity = await hub.ReadAsync<ActivityMessage>(message.Body, gate.GivenUp);
            var result = await ResultAsync(activity);
            await processor.Reached(Checkpoint.ActivityRan);
            await hub.SendAsync(result, gate.GivenUp);
            await processor.Reached(Checkpoint.ActivityResultSent);
            await done.CancelAsync();
            await holding;
            await received.DeleteAsync();
        }
        catch (System.Text.Json.JsonException error)
        {
            logger.LogError(
                error,
                "A message of the queue {Queue} is no activity; it is deleted.",
                hub.Activities.Name
            );
            await received.DeleteAsync();
        }
        catch (OperationCanceledException) when (gate.GivenUp.IsCancellationRequested)
        {
            // The host stops: another runs the activity again once the message is visible.
        }
        catch (Exception error)
        {
            logger.LogError(error, "An activity's result could not be stored; the activity runs again.");
        }
        finally
        {
            await done.CancelAsync();
            Interlocked.Decrement(ref running);
            hub.ActivitySent.Signal();
            gate.Exit();
        }
    }

    private async Task<ControlMessage> ResultAsync(ActivityMessage activity)
    {
        var happened = new HistoryEvent(HistoryEventKind.TaskCompleted)
        {
            TaskId = activity.TaskId,
            MessageId = $"{activity.ExecutionId}:{activity.TaskId}:done",
        };
        try
        {
            var result = functions.Activity(activity.Name) is { } function
                ? await InvokeAsync(function, activity)
                : throw new MissingMethodException(functions.NoActivity(activity.Name));
            var data = await hub.Payloads.StoreAsync(activity.InstanceId, result, gate.GivenUp);
            happened = happened with { Data = data };
        }
        catch (Exception error) when (!gate.GivenUp.IsCancellationRequested)
        {
            var failure = functions.Activity(activity.Name) is null ? Failures.Of(error.Message) : Failures.From(error);
            happened = happened with { Kind = HistoryEventKind.TaskFailed, Failure = failure };
        }

        return new(activity.InstanceId, activity.ExecutionId, happened);
    }

    private async Task<string?> InvokeAsync(FunctionDescriptor function, ActivityMessage activity)
    {
        var converter = new WorkerConverter(worker.Value.Serializer!, new Dictionary<string, string>());
        var text = await hub.Payloads.LoadAsync(activity.Input, gate.GivenUp);
        var input = new TriggerInput(converter.Deserialize(text, function.TriggerParameter.ParameterType))
        {
            BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
            {
                ["instanceId"] = activity.InstanceId,
            },
        };
        return converter.Serialize(await invoker.InvokeAsync(function, input, gate.GivenUp));
    }

    private async Task HoldAsync(ReceivedMessage received, CancellationToken done)
    {
        var visibility = settings.WorkItemQueueVisibilityTimeout;
        while (!done.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(visibility / 3, done));
            if (!done.IsCancellationRequested)
            {
                await received.HoldAsync(visibility);
            }
        }
    }
}
