using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Durable;

/// <summary>Messages to deliver later, in the order of their instants.</summary>
internal sealed class TimerStore(TableClient table, Payloads payloads)
{
    private const string Partition = "timers";
    private const int Page = 100;

    /// <summary>Adding the same message again changes nothing.</summary>
    public async Task AddAsync(ControlMessage message, CancellationToken cancellation)
    {
        var text = await payloads.StoreAsync(message.InstanceId, StoredJson.Write(message), cancellation);
        var row = new TableEntity(Partition, Key(message.DueAt!.Value) + message.Event.MessageId)
        {
            ["DueAt"] = message.DueAt,
            ["Message"] = text,
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Up to 100 messages that are due at <paramref name="now"/>, oldest first, and when the next one is.</summary>
    public async Task<(IReadOnlyList<(string Key, ControlMessage Message)> Due, DateTimeOffset? Next)> GetDueAsync(
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var due = new List<(string, ControlMessage)>();
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"),
            Page,
            cancellationToken: cancellation
        );
        await foreach (var row in rows)
        {
            var at = row.GetDateTimeOffset("DueAt")!.Value;
            if (at > now || due.Count == Page)
            {
                return (due, at);
            }

            var text = await payloads.LoadAsync(row.GetString("Message"), cancellation);
            due.Add((row.RowKey, StoredJson.Read<ControlMessage>(text!)));
        }

        return (due, null);
    }

    public async Task RemoveAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(Partition, key, ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            // Another host delivered it too.
        }
    }

    private static string Key(DateTimeOffset due) =>
        string.Create(CultureInfo.InvariantCulture, $"{due.UtcTicks:D19}|");
}
