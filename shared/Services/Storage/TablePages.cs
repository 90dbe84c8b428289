using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>Reads a table page by page, as the API's lists do.</summary>
public static class TablePages
{
    /// <summary>Lets through the rows of a partition whose keys begin with a kind and a bar, like <c>trade|</c>.</summary>
    public static string OfKind(string partitionKey, string kind) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey eq {partitionKey} and RowKey ge {kind + "|"} and RowKey lt {kind + "}"}"
        );

    /// <summary>As <see cref="PageAsync"/>, of what the rows hold.</summary>
    public static async Task<(IReadOnlyList<T> Items, string? NextPageToken)> ListAsync<T>(
        this TableClient table,
        string filter,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await table.PageAsync(filter, pageSize, pageToken, cancellationToken);
        return ([.. rows.Select(JsonRow.Read<T>)], next);
    }

    /// <summary>One page of the rows that a filter lets through, and the token of the page after; null on the last.</summary>
    public static async Task<(IReadOnlyList<TableEntity> Rows, string? NextPageToken)> PageAsync(
        this TableClient table,
        string filter,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var pages = table
            .QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellationToken)
            .AsPages(pageToken, pageSize);
        await foreach (var page in pages)
        {
            return (page.Values, page.ContinuationToken);
        }

        return ([], null);
    }
}
