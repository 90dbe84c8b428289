using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AgentTrader.Benchmarks;

/// <summary>
/// The floor of work that goes from queue to queue: each hop a message sent, received without a pause, a row read, a transaction of
/// four rows, the message deleted. Nothing is decided and nothing is told.
/// </summary>
internal sealed class QueueHops(string storage, string name)
{
    private const string Partition = "hops";
    private readonly QueueClient queue = new(storage, name);
    private readonly TableClient table = new(storage, name);

    /// <summary>Makes what the hops use.</summary>
    public async Task<QueueHops> CreateAsync()
    {
        await queue.CreateIfNotExistsAsync();
        await table.CreateIfNotExistsAsync();
        await table.UpsertEntityAsync(new TableEntity(Partition, "row 0"));
        return this;
    }

    public async Task RunAsync(int hops)
    {
        for (var hop = 0; hop < hops; hop++)
        {
            await queue.SendMessageAsync("hop");
            var message = (await queue.ReceiveMessageAsync()).Value;
            await table.GetEntityAsync<TableEntity>(Partition, "row 0");
            await table.SubmitTransactionAsync(
                Enumerable
                    .Range(0, 4)
                    .Select(row => new TableTransactionAction(
                        TableTransactionActionType.UpsertReplace,
                        new TableEntity(Partition, $"row {row}")
                    ))
            );
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }
}
