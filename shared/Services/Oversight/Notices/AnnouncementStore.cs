using System.Text;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Oversight.Notices;

/// <summary>Where each request was announced: the table <c>oversight</c>, a partition a request, a row a channel.</summary>
public sealed class AnnouncementStore(InstanceStorage storage)
{
    private TableClient Table => storage.Table(TableNames.Oversight);

    /// <summary>The message in a channel and its tag, or null.</summary>
    public async Task<(Announcement Announcement, ETag Tag)?> FindAsync(
        string requestId,
        string channel,
        CancellationToken cancellationToken
    )
    {
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(
            Partition(requestId),
            RowKey(channel),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } entity } ? (JsonRow.Read<Announcement>(entity), entity.ETag) : null;
    }

    /// <summary>Stores a message, in place of the one that was read if a tag says so; its new tag, or null when another was quicker.</summary>
    public async Task<ETag?> TryPutAsync(
        string requestId,
        string channel,
        Announcement announcement,
        ETag? read,
        CancellationToken cancellationToken
    )
    {
        var row = JsonRow.Create(Partition(requestId), RowKey(channel), announcement);
        try
        {
            var stored = read is { } tag
                ? await Table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancellationToken)
                : await Table.AddEntityAsync(row, cancellationToken);
            return stored.Headers.ETag;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    private static string Partition(string requestId) => "slack|" + requestId;

    /// <summary>A channel's name may hold characters that a key may not.</summary>
    private static string RowKey(string channel) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(channel));
}
