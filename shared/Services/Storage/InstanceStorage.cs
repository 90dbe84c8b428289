using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AgentTrader.Services.Storage;

/// <summary>
/// The tables and queues of one instance. Every name carries the instance's, so that many instances share one storage
/// account and see nothing of each other (docs/architecture.md).
/// </summary>
public sealed class InstanceStorage
{
    private readonly TableServiceClient tables;
    private readonly QueueServiceClient queues;
    private readonly string instanceName;
    private readonly string tablePrefix;
    private readonly ConcurrentDictionary<string, TableClient> tableClients = new();
    private readonly ConcurrentDictionary<string, QueueClient> queueClients = new();

    /// <param name="tables">The account's tables.</param>
    /// <param name="queues">The account's queues; messages are base64, as host.json says to the triggers.</param>
    /// <param name="instanceName">1 to 24 of a-z, 0-9 and single hyphens, a letter first.</param>
    public InstanceStorage(TableServiceClient tables, QueueServiceClient queues, string instanceName)
    {
        this.tables = tables;
        this.queues = queues;
        this.instanceName = instanceName;
        tablePrefix = LettersAndDigits(instanceName);
    }

    public TableClient Table(string name) =>
        tableClients.GetOrAdd(name, static (name, self) => self.tables.GetTableClient(self.tablePrefix + name), this);

    public QueueClient Queue(string name) =>
        queueClients.GetOrAdd(
            name,
            static (name, self) => self.queues.GetQueueClient($"{self.instanceName}-{name}"),
            this
        );

    /// <summary>Makes the tables and queues that the product uses; does nothing where they exist.</summary>
    public async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            TableNames
                .All.Select(name => (Task)Table(name).CreateIfNotExistsAsync(cancellationToken))
                .Concat(
                    QueueNames.All.Select(name =>
                        (Task)Queue(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)
                    )
                )
        );
    }

    /// <summary>
    /// An instance's name where no hyphen may be, as in tables' names: 0 escapes, "0" becomes "00" and "-" becomes "01", so that two
    /// instances never meet. No table's name may end in another's, or an instance could be named so that they met.
    /// </summary>
    public static string LettersAndDigits(string instanceName) =>
        instanceName.Replace("0", "00", StringComparison.Ordinal).Replace("-", "01", StringComparison.Ordinal);
}
