using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Storage;

/// <summary>Sends what transactions promised: orders to their queue, events to the topic.</summary>
public sealed class Outbox(
    InstanceStorage storage,
    ServiceBusSender events,
    OutboxMark mark,
    TimeProvider time,
    ILogger<Outbox> log
)
{
    private const string Prefix = "outbox|";
    private const string PrefixEnd = "outbox}";

    /// <summary>The tables that hold promises.</summary>
    private static readonly string[] Tables = [TableNames.Agents, TableNames.Oversight];

    /// <summary>The row that promises a message, for the transaction that makes it true.</summary>
    public static TableTransactionAction Promise(string partition, OutboxMessage message) =>
        new(TableTransactionActionType.UpsertReplace, JsonRow.Create(partition, Prefix + message.Id, message));

    /// <summary>Submits a transaction that may hold promises, in a table that is one of <see cref="Tables"/>.</summary>
    /// <exception cref="RequestFailedException">409, 412 and whatever else storage says.</exception>
    public Task SubmitAsync(
        string table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        Task SubmitAsync() => storage.Table(table).SubmitTransactionAsync(actions, cancellationToken);
        return actions.Any(action => action.Entity.RowKey.StartsWith(Prefix, StringComparison.Ordinal))
            ? mark.DuringAsync(SubmitAsync, cancellationToken)
            : SubmitAsync();
    }

    /// <summary>Sends messages whose promise has just been committed, and takes the promises back.</summary>
    public Task RelayAsync(
        string agentId,
        IReadOnlyList<OutboxMessage> messages,
        CancellationToken cancellationToken
    ) => RelayAsync(TableNames.Agents, agentId, messages, cancellationToken);

    /// <summary>The same for promises in a partition of another table, which must be one of <see cref="Tables"/>.</summary>
    public async Task RelayAsync(
        string table,
        string partition,
        IReadOnlyList<OutboxMessage> messages,
        CancellationToken cancellationToken
    )
    {
        await mark.DuringAsync(
            () => Task.WhenAll(messages.Select(message => SendAsync(message, cancellationToken))),
            cancellationToken
        );
        foreach (var message in messages)
        {
            // Nobody waits for this: a promise that stays is only kept twice.
            _ = ForgetAsync(table, partition, message);
        }
    }

    /// <summary>
    /// Sends what an earlier run promised and did not live to send. Only the promises at hand: if every repeated message
    /// sent all that its agent is owed, a busy agent's messages would breed.
    /// </summary>
    /// <param name="agentId">Whose promises.</param>
    /// <param name="idPrefix">What their ids begin with, such as a trade's id.</param>
    /// <param name="cancellationToken">Ends the attempt; what was sent stays sent.</param>
    public async Task RelayOutstandingAsync(string agentId, string idPrefix, CancellationToken cancellationToken)
    {
        var (first, end) = (Prefix + idPrefix, Prefix + idPrefix + "~");
        var rows = RowsAsync(
            TableNames.Agents,
            $"PartitionKey eq {agentId} and RowKey ge {first} and RowKey lt {end}",
            cancellationToken
        );
        await foreach (var row in rows)
        {
            await RelayRowAsync(TableNames.Agents, row, cancellationToken);
        }
    }

    /// <summary>
    /// Sends what processes that died or failed have promised and not sent. Searches the tables only when there was such a
    /// process. For the maintenance timer.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var left = await mark.OldAsync(cancellationToken);
        if (left.Count == 0)
        {
            return;
        }

        log.LogInformation("{Count} processes may have left promises: they are searched for.", left.Count);
        var all = await SearchAsync(cancellationToken);
        // While others are at work there is always a young promise: then a mark brings a few searches, and not one.
        foreach (var old in left.Where(old => all || old.Timestamp < time.GetUtcNow() - OutboxMark.Outlived))
        {
            await mark.RemoveAsync(old, cancellationToken);
        }
    }

    /// <summary>
    /// Searches everywhere for promises that nobody is sending, and sends them. Scans the tables: for once an hour. False when
    /// there are some so young that somebody may be sending them.
    /// </summary>
    public async Task<bool> SearchAsync(CancellationToken cancellationToken)
    {
        var cutoff = time.GetUtcNow() - OutboxMark.Patience;
        var all = true;
        foreach (var table in Tables)
        {
            await foreach (
                var row in RowsAsync(table, $"RowKey ge {Prefix} and RowKey lt {PrefixEnd}", cancellationToken)
            )
            {
                all &= row.Timestamp < cutoff;
                if (row.Timestamp < cutoff)
                {
                    await RelayRowAsync(table, row, cancellationToken);
                }
            }
        }

        return all;
    }

    /// <summary>Sends a message that nothing promised: where whoever sends it is run again after a crash.</summary>
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Queue is { } queue)
        {
            await storage.Queue(queue).SendMessageAsync(message.Body, cancellationToken);
        }
        else
        {
            await events.SendMessageAsync(
                new ServiceBusMessage(message.Body) { MessageId = message.Id, ContentType = "application/json" },
                cancellationToken
            );
        }
    }

    private AsyncPageable<TableEntity> RowsAsync(
        string table,
        FormattableString filter,
        CancellationToken cancellationToken
    ) =>
        storage
            .Table(table)
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter), cancellationToken: cancellationToken);

    private Task RelayRowAsync(string table, TableEntity row, CancellationToken cancellationToken) =>
        RelayAsync(table, row.PartitionKey, [JsonRow.Read<OutboxMessage>(row)], cancellationToken);

    private async Task ForgetAsync(string table, string partition, OutboxMessage message)
    {
        try
        {
            await mark.DuringAsync(
                () => storage.Table(table).DeleteEntityAsync(partition, Prefix + message.Id, ETag.All),
                CancellationToken.None
            );
        }
        catch (RequestFailedException exception)
        {
            log.LogDebug(exception, "The promise {Id} stays until the sweep.", message.Id);
        }
    }
}
