using System.Text;
using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The text of messages that a storage queue does not hold, which is what has more than 64 KiB: an entity of a table each,
/// cut into properties of at most that size.
/// </summary>
internal sealed class LargeMessages(TableClient table)
{
    private const int MaxProperty = 64 * 1024;
    private const string Row = "text";

    /// <summary>Answers the name to read it by.</summary>
    public async Task<string> WriteAsync(string text, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid().ToString("N");
        var entity = new TableEntity(name, Row);
        foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(MaxProperty))
        {
            entity[$"Text{entity.Count:D3}"] = part;
        }

        await table.CreateIfNotExistsAsync(cancellationToken);
        await table.AddEntityAsync(entity, cancellationToken);
        return name;
    }

    public async Task<string> ReadAsync(string name)
    {
        TableEntity entity = await table.GetEntityAsync<TableEntity>(name, Row);
        return string.Concat(
            entity
                .Where(property => property.Key.StartsWith("Text", StringComparison.Ordinal))
                .OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => Encoding.ASCII.GetString((byte[])property.Value))
        );
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        await table.DeleteEntityAsync(name, Row, cancellationToken: cancellationToken);
}
