using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Durable;

/// <summary>Table filters for the orchestrations that a query asks for.</summary>
internal static class InstanceFilter
{
    public static string For(OrchestrationQuery query)
    {
        var parts = new List<string> { TableClient.CreateQueryFilter($"RowKey eq {Instance.RowKey}") };
        if (query.CreatedFrom is { } from)
        {
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
        }

        if (query.CreatedTo is { } to)
        {
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt le {to}"));
        }

        if (!string.IsNullOrEmpty(query.InstanceIdPrefix))
        {
            var end = query.InstanceIdPrefix[..^1] + (char)(query.InstanceIdPrefix[^1] + 1);
            parts.Add(
                TableClient.CreateQueryFilter($"PartitionKey ge {query.InstanceIdPrefix} and PartitionKey lt {end}")
            );
        }

        var states = query.Statuses?.Select(status => $"Status eq '{status}'").ToArray() ?? [];
        if (states.Length > 0)
        {
            parts.Add($"({string.Join(" or ", states)})");
        }

        return string.Join(" and ", parts);
    }

    /// <summary>Of the states asked for those that a purge by states touches; null, as officially, means every state.</summary>
    public static IEnumerable<OrchestrationRuntimeStatus>? Finished(IEnumerable<OrchestrationRuntimeStatus>? states) =>
        states?.Where(status =>
            status
                is OrchestrationRuntimeStatus.Completed
                    or OrchestrationRuntimeStatus.Failed
                    or OrchestrationRuntimeStatus.Terminated
        );
}
