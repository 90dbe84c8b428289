using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>Reads a table page by page, as the API's lists do.</summary>
public static class TablePages
{
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
