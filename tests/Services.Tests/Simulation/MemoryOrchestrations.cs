using System.Runtime.CompilerServices;
using AgentTrader.Services.Oversight;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// The client of the approval orchestrations of <see cref="MemoryCloud"/>. What they do is <c>TradeApproval</c>'s to say;
/// the simulation runs the same steps, each at least once.
/// </summary>
internal sealed class MemoryOrchestrations(MemoryCloud cloud) : DurableTaskClient("memory")
{
    public Dictionary<string, MemoryApproval> Instances { get; } = [];

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    ) =>
        cloud.CallAsync(() =>
        {
            var approval = (ApprovalInput)input!;
            if (Instances.TryGetValue(approval.RequestId, out var running) && !running.Finished)
            {
                throw new OrchestrationAlreadyExistsException(approval.RequestId);
            }

            Instances[approval.RequestId] = new MemoryApproval(approval);
            return approval.RequestId;
        });

    /// <summary>The official client answers with an error of its transport where there is nothing to wake.</summary>
    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    ) =>
        cloud.CallAsync(() =>
        {
            if (!Instances.TryGetValue(instanceId, out var approval) || approval.Finished)
            {
                throw new Azure.RequestFailedException(404, "No orchestration of that id is under way.");
            }

            return approval.Decided = true;
        });

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotSimulated();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotSimulated();

    public override Task SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => throw NotSimulated();

    public override Task ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => throw NotSimulated();

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw NotSimulated();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw NotSimulated();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Services start orchestrations and raise events, no more: whoever makes them do more is told here.</summary>
    private static NotSupportedException NotSimulated([CallerMemberName] string member = "") =>
        new($"The services call {member} now: teach the simulation what it does.");
}
