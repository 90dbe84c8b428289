using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// The pages of a query. A page's continuation token holds the service's own next keys, parted by a space; it may be kept
/// and used later with the same filter.
/// </summary>
internal sealed class TablePageable<T>(
    TableRest rest,
    string path,
    string operation,
    string parameters,
    int? maxPerPage,
    Func<JsonElement, T> read,
    CancellationToken cancellationToken
) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    private const string Prefix = "x-ms-continuation-";

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var top = (pageSizeHint ?? maxPerPage)?.ToString(CultureInfo.InvariantCulture);
            var query = WithToken(TableQuery.Append(parameters, "$top", top), continuationToken);
            var response = await rest.SendAsync(
                    operation,
                    rest.CreateMessage(RequestMethod.Get, path == "Tables" ? path : path + "()", query),
                    CancellationToken
                )
                .ConfigureAwait(false);
            continuationToken = Token(response.Headers);
            yield return Page<T>.FromValues(Read(response), continuationToken, response);
        } while (continuationToken is not null);
    }

    private List<T> Read(Response response)
    {
        using var document = JsonDocument.Parse(response.Content);
        var json = document.RootElement.GetProperty("value");
        var values = new List<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
        {
            values.Add(read(item));
        }

        return values;
    }

    private static string? Token(ResponseHeaders headers)
    {
        if (headers.TryGetValue(Prefix + "NextTableName", out var table))
        {
            return table;
        }

        // The service may end a page between partitions and then names no row.
        return headers.TryGetValue(Prefix + "NextPartitionKey", out var partition)
            ? $"{partition} {(headers.TryGetValue(Prefix + "NextRowKey", out var row) ? row : "")}"
            : null;
    }

    private string WithToken(string query, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return query;
        }

        if (path == "Tables")
        {
            return TableQuery.Append(query, "NextTableName", token);
        }

        var space = token.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? throw new FormatException("The continuation token is not one that this query gave.")
            : TableQuery.Append(
                TableQuery.Append(query, "NextPartitionKey", token[..space]),
                "NextRowKey",
                token[(space + 1)..]
            );
    }
}
