using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A Service Bus namespace in a storage account: a storage queue for each queue and each subscription, another for its dead
/// letters. An entity exists once somebody has received from it.
/// </summary>
internal sealed class EmulatedNamespace
{
    private static readonly TimeSpan TargetsKept = TimeSpan.FromSeconds(5);
    private static readonly TimeProvider Clock = TimeProvider.System;

    // Of the whole process, so that a declaration by one client is known to another's next send.
    private static readonly Dictionary<Uri, (DateTimeOffset ReadAt, List<string> Names)> Targets = [];
    private static readonly Lock TargetsLock = new();
    private static int declarations;
    private static long lastSequenceNumber;
    private readonly QueueServiceClient queues;
    private readonly LargeMessages large;
    private readonly TimeSpan lockDuration;

    private EmulatedNamespace(string host, string storage, TimeSpan lockDuration)
    {
        Host = host;
        queues = new QueueServiceClient(storage);
        large = new LargeMessages(new TableClient(storage, "servicebus"));
        this.lockDuration = lockDuration;
    }

    public string Host { get; }

    /// <summary>
    /// Reads <c>Endpoint=sb://localhost;…;UseDevelopmentEmulator=true;</c>. Two parts are of this emulator's own:
    /// <c>LockDuration=hh:mm:ss</c>, one minute without, and, as the last one, <c>StorageConnectionString=…</c>; without
    /// it the storage account is the environment variable <c>AzureWebJobsStorage</c>.
    /// </summary>
    /// <exception cref="FormatException">The connection string is not one of the emulator.</exception>
    /// <exception cref="InvalidOperationException">No storage account is named.</exception>
    public static EmulatedNamespace Parse(string connectionString)
    {
        var halves = connectionString.Split("StorageConnectionString=", 2);
        var parts = halves[0]
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (
            !parts.TryGetValue("Endpoint", out var endpoint)
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || uri.Scheme != "sb"
        )
        {
            throw new FormatException("The Service Bus connection string needs an Endpoint such as sb://localhost.");
        }

        if (!"true".Equals(parts.GetValueOrDefault("UseDevelopmentEmulator"), StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                "This build runs on the Service Bus emulator only: add UseDevelopmentEmulator=true to the connection "
                    + "string, or build with AzureRuntime=azure to use Azure."
            );
        }

        var storage = halves.Length == 2 ? halves[1] : Environment.GetEnvironmentVariable("AzureWebJobsStorage");
        return new EmulatedNamespace(
            uri.Host,
            storage
                ?? throw new InvalidOperationException(
                    "The Service Bus emulator keeps its messages in a storage account: set AzureWebJobsStorage."
                ),
            parts.TryGetValue("LockDuration", out var text)
                ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
                : TimeSpan.FromMinutes(1)
        );
    }

    /// <summary>A number greater than every one given out before in this process, and than those of earlier moments elsewhere.</summary>
    public static long NextSequenceNumber()
    {
        while (true)
        {
            var last = Interlocked.Read(ref lastSequenceNumber);
            var next = Math.Max(last + 1, Clock.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref lastSequenceNumber, next, last) == last)
            {
                return next;
            }
        }
    }

    public EntityQueue Open(string storageName) => new(queues.GetQueueClient(storageName), large, lockDuration);

    /// <summary>Makes the storage queues of a queue or, with <paramref name="subscription"/>, of a topic's subscription.</summary>
    public async Task DeclareAsync(string entity, string? subscription, CancellationToken cancellationToken)
    {
        var name = EntityNames.StorageQueue(entity, subscription);
        foreach (var storageName in (string[])[EntityNames.DeadLetter(name), name])
        {
            await queues.GetQueueClient(storageName).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        lock (TargetsLock)
        {
            declarations++;
            Targets.Remove(KeyOf(entity));
        }
    }

    /// <summary>The storage queues that a message to this queue or topic goes to; none when nobody has declared one.</summary>
    public async Task<IReadOnlyList<string>> TargetsAsync(string entity, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        int declarationsBefore;
        lock (TargetsLock)
        {
            declarationsBefore = declarations;
            if (Targets.TryGetValue(KeyOf(entity), out var known) && now - known.ReadAt < TargetsKept)
            {
                return known.Names;
            }
        }

        var names = await ReadTargetsAsync(entity, cancellationToken);
        lock (TargetsLock)
        {
            // A declaration since then may be missing from what was read.
            if (declarations == declarationsBefore && names.Count > 0)
            {
                Targets[KeyOf(entity)] = (now, names);
            }
        }

        return names;
    }

    private async Task<List<string>> ReadTargetsAsync(string entity, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var prefix = EntityNames.StoragePrefix(entity);
        await foreach (var queue in queues.GetQueuesAsync(QueueTraits.None, prefix, cancellationToken))
        {
            if (!EntityNames.IsDeadLetter(queue.Name))
            {
                names.Add(queue.Name);
            }
        }

        return names;
    }

    private Uri KeyOf(string entity) => queues.GetQueueClient(EntityNames.StoragePrefix(entity)).Uri;
}
