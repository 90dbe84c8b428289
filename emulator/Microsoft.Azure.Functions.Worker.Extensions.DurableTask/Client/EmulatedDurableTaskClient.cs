using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace AgentTrader.Emulator.Durable;

/// <summary>The client that <c>[DurableClient]</c> binds, over the app's own task hub.</summary>
internal sealed class EmulatedDurableTaskClient(
    TaskHub hub,
    DurableFunctions functions,
    TimeProvider clock,
    IOptions<WorkerOptions> worker
) : DurableTaskClient("Default")
{
    // A change in this process is seen at once; one of another host at this interval.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private readonly WorkerConverter converter = new(worker.Value.Serializer!, new Dictionary<string, string>());

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        CheckStart(orchestratorName, id);
        await hub.EnsureCreatedAsync();
        var existing = await hub.Instances.GetAsync(id, cancellation);
        if (existing is { Instance.IsFinished: false })
        {
            throw AlreadyExists(id);
        }

        var now = clock.GetUtcNow();
        var instance = new Instance(id, orchestratorName.Name, Guid.NewGuid().ToString("N"))
        {
            Generation = existing is null ? 0 : existing.Value.Instance.Generation + 1,
            CreatedAt = now,
            UpdatedAt = now,
            StartAt = options?.StartAt,
            Input = await hub.Payloads.StoreAsync(id, converter.Serialize(input), cancellation),
        };
        // In this order, as officially: a client that dies in between has started an orchestration, whose first episode brings the
        // row. A row without a start would wait for ever.
        var start = EpisodePlanner.StartOf(instance, []) with
        {
            DueAt = instance.StartAt > now ? instance.StartAt : null,
            Replaces = existing?.Instance.ExecutionId,
        };
        await hub.SendQuietlyAsync(start, cancellation);
        if (!await hub.Instances.TryWriteAsync(instance, existing?.Version, cancellation))
        {
            throw AlreadyExists(id);
        }

        hub.Wake(start);
        return id;
    }

    public override async Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        await RequireAsync(instanceId, instance => !instance.IsFinished, cancellation);
        var data = await hub.Payloads.StoreAsync(instanceId, converter.Serialize(eventPayload), cancellation);
        var raised = new HistoryEvent(HistoryEventKind.EventRaised) { Name = eventName, Data = data };
        await SendAsync(instanceId, raised, cancellation);
    }

    public override async Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        await RequireAsync(instanceId, instance => !instance.IsFinished, cancellation);
        var reason = converter.Serialize(options?.Output);
        await SendAsync(instanceId, new(HistoryEventKind.Terminated) { Data = reason }, cancellation);
    }

    public override async Task SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        await RequireAsync(
            instanceId,
            instance => instance.Status is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending,
            cancellation
        );
        await SendAsync(instanceId, new(HistoryEventKind.Suspended), cancellation);
    }

    public override async Task ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        await RequireAsync(
            instanceId,
            instance => instance.Status == OrchestrationRuntimeStatus.Suspended,
            cancellation
        );
        await SendAsync(instanceId, new(HistoryEventKind.Resumed), cancellation);
    }

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await hub.EnsureCreatedAsync();
        return await hub.Instances.GetAsync(instanceId, cancellation) is { } found
            ? await DescribeAsync(found.Instance, getInputsAndOutputs, cancellation)
            : null;
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) =>
        WaitAsync(
            instanceId,
            found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending,
            getInputsAndOutputs,
            cancellation
        );

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => WaitAsync(instanceId, found => found.IsCompleted, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create(
            async (token, size, cancellation) =>
            {
                await hub.EnsureCreatedAsync();
                var pages = hub
                    .Instances.QueryRows(InstanceFilter.For(query), size ?? query.PageSize, cancellation)
                    .AsPages(token ?? query.ContinuationToken);
                await foreach (var page in pages)
                {
                    var found = page.Values.Select(row =>
                        DescribeAsync(Instance.FromEntity(row), query.FetchInputsAndOutputs, cancellation)
                    );
                    return new Page<OrchestrationMetadata>(await Task.WhenAll(found), page.ContinuationToken);
                }

                return new Page<OrchestrationMetadata>([]);
            }
        );
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await hub.EnsureCreatedAsync();
        if (await hub.Instances.GetAsync(instanceId, cancellation) is null)
        {
            return new PurgeResult(0);
        }

        await PurgeAsync(instanceId, cancellation);
        return new PurgeResult(1);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        await hub.EnsureCreatedAsync();
        var wanted = InstanceFilter.For(
            new(filter.CreatedFrom, filter.CreatedTo, InstanceFilter.Finished(filter.Statuses))
        );
        var ids = new List<string>();
        await foreach (var row in hub.Instances.QueryRows(wanted, OrchestrationQuery.DefaultPageSize, cancellation))
        {
            ids.Add(row.PartitionKey);
        }

        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForEachAsync(ids, atOnce, async (id, token) => await PurgeAsync(id, token));
        return new PurgeResult(ids.Count);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void CheckStart(TaskName name, string id)
    {
        try
        {
            InstanceIds.Check(id);
        }
        catch (ArgumentException error)
        {
            throw NotStarted(id, error.Message);
        }

        if (functions.Orchestrator(name.Name ?? "") is null)
        {
            throw NotStarted(id, functions.NoOrchestrator(name.Name ?? ""));
        }
    }

    private async Task RequireAsync(string instanceId, Func<Instance, bool> allows, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await hub.EnsureCreatedAsync();
        if (await hub.Instances.GetAsync(instanceId, cancellation) is not { } found || !allows(found.Instance))
        {
            // Officially the host's exception stays inside it, and the client learns no more than this.
            throw new RpcException(new Status(StatusCode.Unknown, "Exception was thrown by handler."));
        }
    }

    private Task SendAsync(string instanceId, HistoryEvent happened, CancellationToken cancellation) =>
        hub.SendAsync(
            new ControlMessage(instanceId, null, happened with { MessageId = Guid.NewGuid().ToString("N") }),
            cancellation
        );

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId,
        Func<OrchestrationMetadata, bool> isThere,
        bool inputsAndOutputs,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var changed = hub.InstanceChanged.Next;
            var found = await GetInstancesAsync(instanceId, inputsAndOutputs, cancellation);
            if (found is not null && isThere(found))
            {
                return found;
            }

            await Task.WhenAny(changed, Task.Delay(LookAgain, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<OrchestrationMetadata> DescribeAsync(
        Instance instance,
        bool inputsAndOutputs,
        CancellationToken cancellation
    )
    {
        async Task<string?> TextAsync(string? stored) =>
            inputsAndOutputs ? await hub.Payloads.LoadAsync(stored, cancellation) : null;
        return new OrchestrationMetadata(instance.Name, instance.Id)
        {
            RuntimeStatus = instance.Status,
            CreatedAt = instance.CreatedAt,
            LastUpdatedAt = instance.UpdatedAt,
            SerializedInput = await TextAsync(instance.Input),
            SerializedOutput = await TextAsync(instance.Output),
            SerializedCustomStatus = await TextAsync(instance.CustomStatus),
            DataConverter = inputsAndOutputs ? converter : null,
        };
    }

    private async Task PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        await hub.Instances.DeleteAsync(instanceId, beforeGeneration: null, cancellation);
        await hub.Payloads.DeleteAllOfAsync(instanceId, cancellation);
    }

    private static OrchestrationAlreadyExistsException AlreadyExists(string id) =>
        new($"An Orchestration instance with the ID {id} already exists.");

    private static RpcException NotStarted(string id, string why) =>
        new(
            new Status(StatusCode.Internal, $"Failed to start instance with ID {id}.\nInner Exception message: {why}.")
        );
}
