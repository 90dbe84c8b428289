namespace Microsoft.DurableTask.Client;

/// <summary>Which finished orchestrations to remove; a null part filters nothing.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null
);
