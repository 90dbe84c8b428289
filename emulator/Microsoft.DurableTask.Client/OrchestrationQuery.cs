namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations to list; a null part filters nothing.</summary>
/// <param name="CreatedFrom">Created at this instant or later.</param>
/// <param name="CreatedTo">Created at this instant or earlier.</param>
/// <param name="Statuses">In one of these states.</param>
/// <param name="TaskHubNames">In these task hubs; here there is only the app's own.</param>
/// <param name="InstanceIdPrefix">With an id that begins so.</param>
/// <param name="PageSize">The most a page holds.</param>
/// <param name="FetchInputsAndOutputs">With inputs, outputs and custom status.</param>
/// <param name="ContinuationToken">Where to go on.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null
)
{
    public const int DefaultPageSize = 100;
}
