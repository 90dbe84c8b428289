using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Storage;

/// <summary>Sends what transactions promised: orders to their queue, events to the topic.</summary>
public sealed class Outbox(InstanceStorage storage, ServiceBusSender events, ILogger<Outbox> log)
{
    private const string Prefix = "outbox|";
    private const string PrefixEnd = "outbox}";

    /// <summary>The tables that hold promises.</summary>
    private static readonly string[] Tables = [TableNames.Agents, TableNames.Oversight];

    /// <summary>The row that promises a message, for the transaction that makes it true.</summary>
    public static TableTransactionAction Promise(string partition, OutboxMessage message) =>
        new(TableTransactionActionType.UpsertReplace, JsonRow.Create(partition, Prefix + message.Id, message));

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
        await Task.WhenAll(messages.Select(message => SendAsync(message, cancellationToken)));
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
    public async Task RelayOutstandingAsync(string agentId, string idPrefix, CancellationToken cancellationToken) =>
        await RelayRowsAsync(
            TableNames.Agents,
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {agentId} and RowKey ge {Prefix + idPrefix} and RowKey lt {Prefix + idPrefix + "~"}"
            ),
            cancellationToken
        );

    /// <summary>
    /// Sends what anybody is owed since before <paramref name="cutoff"/>. For the maintenance timer alone: it scans the
    /// tables. Younger promises are still being relayed by whoever made them.
    /// </summary>
    public async Task SweepAsync(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            await RelayRowsAsync(
                table,
                TableClient.CreateQueryFilter(
                    $"RowKey ge {Prefix} and RowKey lt {PrefixEnd} and Timestamp lt {cutoff}"
                ),
                cancellationToken
            );
        }
    }

    private async Task RelayRowsAsync(string table, string filter, CancellationToken cancellationToken)
    {
        var rows = storage.Table(table).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        await foreach (var row in rows)
        {
            await RelayAsync(table, row.PartitionKey, [JsonRow.Read<OutboxMessage>(row)], cancellationToken);
        }
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

    private async Task ForgetAsync(string table, string partition, OutboxMessage message)
    {
        try
        {
            await storage.Table(table).DeleteEntityAsync(partition, Prefix + message.Id, ETag.All);
        }
        catch (RequestFailedException exception)
        {
            log.LogDebug(exception, "The promise {Id} stays until the sweep.", message.Id);
        }
    }
}
