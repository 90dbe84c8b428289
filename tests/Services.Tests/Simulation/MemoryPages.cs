using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The pages of a query; each is one call, and sees the table as it is then.</summary>
internal sealed class MemoryPages<T>(MemoryTable table, string? filter, int? maxPerPage) : AsyncPageable<T>
    where T : class, ITableEntity
{
    private const int ServiceMaximum = 1000;

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var size = Math.Min(pageSizeHint ?? maxPerPage ?? ServiceMaximum, ServiceMaximum);
        do
        {
            var (rows, next) = await table.PageAsync(filter, continuationToken, size);
            continuationToken = next;
            yield return Page<T>.FromValues([.. rows.Cast<T>()], next, new MemoryResponse(200));
        } while (continuationToken is not null);
    }
}
