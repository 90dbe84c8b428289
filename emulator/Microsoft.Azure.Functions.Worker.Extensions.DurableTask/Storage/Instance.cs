using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Durable;

/// <summary>An orchestration's row. Texts are JSON or references to blobs.</summary>
internal sealed record Instance(string Id, string Name, string ExecutionId)
{
    public const string RowKey = "instance";

    /// <summary>Counts executions under this id; the history rows of earlier ones no longer count.</summary>
    public int Generation { get; init; }

    /// <summary>Episodes of this execution so far.</summary>
    public int Episodes { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The call that it answers; null when a client started it.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>When a client asked for it to begin; null means at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public bool IsFinished =>
        Status
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated;

    public TableEntity ToEntity() =>
        new(Id, RowKey)
        {
            [nameof(Name)] = Name,
            [nameof(ExecutionId)] = ExecutionId,
            [nameof(Generation)] = Generation,
            [nameof(Episodes)] = Episodes,
            [nameof(Status)] = Status.ToString(),
            [nameof(CreatedAt)] = CreatedAt,
            [nameof(UpdatedAt)] = UpdatedAt,
            [nameof(Parent)] = Parent is null ? null : StoredJson.Write(Parent),
            [nameof(StartAt)] = StartAt,
            [nameof(Input)] = Input,
            [nameof(Output)] = Output,
            [nameof(CustomStatus)] = CustomStatus,
        };

    public static Instance FromEntity(TableEntity entity) =>
        new(entity.PartitionKey, entity.GetString(nameof(Name)), entity.GetString(nameof(ExecutionId)))
        {
            Generation = entity.GetInt32(nameof(Generation))!.Value,
            Episodes = entity.GetInt32(nameof(Episodes))!.Value,
            Status = Enum.Parse<OrchestrationRuntimeStatus>(entity.GetString(nameof(Status))),
            CreatedAt = entity.GetDateTimeOffset(nameof(CreatedAt))!.Value,
            UpdatedAt = entity.GetDateTimeOffset(nameof(UpdatedAt))!.Value,
            Parent = entity.GetString(nameof(Parent)) is { } parent ? StoredJson.Read<ParentLink>(parent) : null,
            StartAt = entity.GetDateTimeOffset(nameof(StartAt)),
            Input = entity.GetString(nameof(Input)),
            Output = entity.GetString(nameof(Output)),
            CustomStatus = entity.GetString(nameof(CustomStatus)),
        };
}
