using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// What the workspace holds, in a table of the instance's own: messages by channel, what only one person sees, and the form
/// that a person has open. It survives restarts.
/// </summary>
internal sealed class Workspace(TableClient table, TimeProvider clock)
{
    private const string FormPartition = "form";
    private const int MaxPropertyLength = 32 * 1024;

    /// <summary>Keeps a message and gives its timestamp.</summary>
    public Task<string> AddAsync(string channel, JsonObject message, CancellationToken cancellationToken) =>
        AddRowAsync("channel|" + channel, message, cancellationToken);

    /// <summary>Keeps a message for one person.</summary>
    public Task<string> AddPrivateAsync(string user, JsonObject message, CancellationToken cancellationToken) =>
        AddRowAsync("private|" + user, message, cancellationToken);

    /// <summary>A message of a channel, or null.</summary>
    public async Task<JsonObject?> FindAsync(string channel, string? timestamp, CancellationToken cancellationToken)
    {
        if (Timestamp.Parse(timestamp) is not { } microseconds)
        {
            return null;
        }

        var row = await WithTableAsync(
            () =>
                table.GetEntityIfExistsAsync<TableEntity>(
                    "channel|" + channel,
                    Timestamp.RowKey(microseconds),
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Puts a message in place of one that is there.</summary>
    public async Task ReplaceAsync(string channel, JsonObject message, CancellationToken cancellationToken)
    {
        var microseconds = Timestamp.Parse((string?)message["ts"])!.Value;
        var row = Row("channel|" + channel, Timestamp.RowKey(microseconds), message);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The newest messages of a channel, oldest first.</summary>
    public Task<List<JsonObject>> NewestAsync(string channel, int count, CancellationToken cancellationToken) =>
        NewestRowsAsync("channel|" + channel, count, cancellationToken);

    /// <summary>The newest messages that only one person sees, oldest first.</summary>
    public Task<List<JsonObject>> NewestPrivateAsync(string user, int count, CancellationToken cancellationToken) =>
        NewestRowsAsync("private|" + user, count, cancellationToken);

    /// <summary>Opens a form for a person, or closes the one that is open.</summary>
    public async Task SetFormAsync(string user, JsonObject? form, CancellationToken cancellationToken)
    {
        if (form is null)
        {
            await WithTableAsync(
                () => table.DeleteEntityAsync(FormPartition, user, ETag.All, cancellationToken),
                cancellationToken
            );
        }
        else
        {
            var row = Row(FormPartition, user, form);
            await WithTableAsync(
                () => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken),
                cancellationToken
            );
        }
    }

    /// <summary>The form that a person has open, or null.</summary>
    public async Task<JsonObject?> FormAsync(string user, CancellationToken cancellationToken)
    {
        var row = await WithTableAsync(
            () => table.GetEntityIfExistsAsync<TableEntity>(FormPartition, user, cancellationToken: cancellationToken),
            cancellationToken
        );
        return row.HasValue ? Read(row.Value!) : null;
    }

    private async Task<string> AddRowAsync(string partition, JsonObject message, CancellationToken cancellationToken)
    {
        for (var microseconds = Timestamp.Now(clock); ; microseconds++)
        {
            message["ts"] = Timestamp.Of(microseconds);
            var row = Row(partition, Timestamp.RowKey(microseconds), message);
            try
            {
                await WithTableAsync(() => table.AddEntityAsync(row, cancellationToken), cancellationToken);
                return Timestamp.Of(microseconds);
            }
            catch (RequestFailedException failure) when (failure.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                // Two in one microsecond: the next one is free.
            }
        }
    }

    private Task<List<JsonObject>> NewestRowsAsync(string partition, int count, CancellationToken cancellationToken) =>
        WithTableAsync(
            async () =>
            {
                var found = new List<JsonObject>();
                var rows = table.QueryAsync<TableEntity>(
                    TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
                    maxPerPage: count,
                    cancellationToken: cancellationToken
                );
                await foreach (var row in rows)
                {
                    found.Add(Read(row));
                    if (found.Count == count)
                    {
                        break;
                    }
                }

                found.Reverse();
                return found;
            },
            cancellationToken
        );

    private static TableEntity Row(string partition, string key, JsonObject value)
    {
        var json = value.ToJsonString();
        var row = new TableEntity(partition, key);
        for (var start = 0; start < json.Length; start += MaxPropertyLength)
        {
            row[$"Json{start / MaxPropertyLength}"] = json.Substring(
                start,
                Math.Min(MaxPropertyLength, json.Length - start)
            );
        }

        return row;
    }

    private static JsonObject Read(TableEntity row)
    {
        var parts = Enumerable.Range(0, row.Count).Select(part => row.GetString($"Json{part}"));
        return JsonSerializer.Deserialize<JsonObject>(string.Concat(parts.TakeWhile(part => part is not null)))!;
    }

    /// <summary>Makes the table when it is missing: at first use, or after a reset of the demo.</summary>
    private async Task<T> WithTableAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            return await action();
        }
    }
}
