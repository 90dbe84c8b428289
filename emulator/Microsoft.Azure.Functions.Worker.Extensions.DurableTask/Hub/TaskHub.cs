using System.Globalization;
using System.Text;
using AgentTrader.Emulator.Hosting;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// The hub's storage: a table of orchestrations, a table of timers, control queues that the orchestrations are spread over, a
/// queue of activities, a container for what is long. Sending wakes this process's own listeners.
/// </summary>
internal sealed class TaskHub
{
    // 48 KB of message text becomes 64 KB of base64, the most a queue takes.
    private const int LongestMessage = 45_000;
    private readonly TableClient instances;
    private readonly TableClient timers;
    private readonly BlobContainerClient blobs;
    private Task? created;

    public TaskHub(HostSettings host, DurableSettings settings)
    {
        var connection = host.ConnectionString(null);
        var lower = settings.Hub.ToLowerInvariant();
        var encoding = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        instances = new TableClient(connection, settings.Hub + "Instances");
        timers = new TableClient(connection, settings.Hub + "Timers");
        blobs = new BlobContainerClient(connection, lower + "-largemessages");
        Activities = new QueueClient(connection, lower + "-workitems", encoding);
        Control =
        [
            .. Enumerable
                .Range(0, settings.PartitionCount)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{lower}-control-{i:D2}"))
                .Select(name => new QueueClient(connection, name, encoding)),
        ];
        ControlSent = [.. Control.Select(_ => new Wakeup())];
        Payloads = new Payloads(blobs);
        Instances = new InstanceStore(instances);
        Timers = new TimerStore(timers, Payloads);
    }

    public InstanceStore Instances { get; }

    public TimerStore Timers { get; }

    public Payloads Payloads { get; }

    public IReadOnlyList<QueueClient> Control { get; }

    public QueueClient Activities { get; }

    /// <summary>A message of this process went to the control queue of the same index.</summary>
    public IReadOnlyList<Wakeup> ControlSent { get; }

    /// <summary>An activity of this process was sent.</summary>
    public Wakeup ActivitySent { get; } = new();

    /// <summary>This process stored a timer.</summary>
    public Wakeup TimerAdded { get; } = new();

    /// <summary>This process changed an orchestration.</summary>
    public Wakeup InstanceChanged { get; } = new();

    /// <summary>Creates what is missing: once, unless that fails.</summary>
    public Task EnsureCreatedAsync() => created is { IsFaulted: false } ? created : created = CreateAsync();

    /// <summary>Sends an event, or stores it for later when it has a due time.</summary>
    public async Task SendAsync(ControlMessage message, CancellationToken cancellation)
    {
        await SendQuietlyAsync(message, cancellation);
        Wake(message);
    }

    /// <summary>Wakes this process's listener for an event that was sent.</summary>
    public void Wake(ControlMessage message) =>
        (message.DueAt is null ? ControlSent[PartitionOf(message.InstanceId)] : TimerAdded).Signal();

    /// <summary>As <see cref="SendAsync(ControlMessage, CancellationToken)"/>, and wakes nobody yet.</summary>
    public async Task SendQuietlyAsync(ControlMessage message, CancellationToken cancellation)
    {
        if (message.DueAt is not null)
        {
            await Timers.AddAsync(message, cancellation);
            return;
        }

        var index = PartitionOf(message.InstanceId);
        await SendAsync(Control[index], message.InstanceId, StoredJson.Write(message), cancellation);
    }

    public async Task SendAsync(ActivityMessage message, CancellationToken cancellation)
    {
        await SendAsync(Activities, message.InstanceId, StoredJson.Write(message), cancellation);
        ActivitySent.Signal();
    }

    /// <summary>Sends all that an episode asked for.</summary>
    public Task SendAsync(StoredEpisode episode, CancellationToken cancellation) =>
        Task.WhenAll([
            .. episode.Messages.Select(message => SendAsync(message, cancellation)),
            .. episode.Activities.Select(activity => SendAsync(activity, cancellation)),
        ]);

    /// <summary>Reads a message back, from its blob when it was too long for the queue.</summary>
    public async Task<T> ReadAsync<T>(BinaryData body, CancellationToken cancellation) =>
        StoredJson.Read<T>((await Payloads.LoadAsync(body.ToString(), cancellation))!);

    private async Task SendAsync(QueueClient queue, string instanceId, string text, CancellationToken cancellation)
    {
        var longest = Encoding.UTF8.GetByteCount(text) > LongestMessage ? 0 : int.MaxValue;
        await queue.SendMessageAsync(await Payloads.StoreAsync(instanceId, text, cancellation, longest), cancellation);
    }

    // FNV-1a: the same on every machine, as string.GetHashCode is not.
    private int PartitionOf(string instanceId)
    {
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(instanceId))
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return (int)(hash % (uint)Control.Count);
    }

    private Task CreateAsync() =>
        Task.WhenAll([
            instances.CreateIfNotExistsAsync(),
            timers.CreateIfNotExistsAsync(),
            blobs.CreateIfNotExistsAsync(),
            Activities.CreateIfNotExistsAsync(),
            .. Control.Select(queue => queue.CreateIfNotExistsAsync()),
        ]);
}
