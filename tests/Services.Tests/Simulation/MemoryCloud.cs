using Azure;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// Tables, queues and a topic in memory, for as many calls a second as a simulation needs. Each call first asks
/// <see cref="Weather"/>, which may hold it back, fail it before or after its effect, or never let it return.
/// </summary>
internal sealed class MemoryCloud(TimeProvider clock)
{
    private long versions;

    /// <summary>Asked before each call; fair unless a simulation says otherwise.</summary>
    public Func<Task<Fault>> Weather { get; set; } = () => Task.FromResult(Fault.None);

    /// <summary>Hears of each message that is sent: the queue (null for the topic), its body, and when it may be seen.</summary>
    public Action<string?, string, DateTimeOffset> Sent { get; set; } = (_, _, _) => { };

    public MemoryTables Tables => field ??= new MemoryTables(this);

    public MemoryQueues Queues => field ??= new MemoryQueues(this);

    public MemoryTopic Topic => field ??= new MemoryTopic(this);

    public DateTimeOffset Now => clock.GetUtcNow();

    public ETag NextVersion() => new($"W/\"{++versions}\"");

    /// <summary>Does one call, in whatever weather there is.</summary>
    public async Task<T> CallAsync<T>(Func<T> effect)
    {
        var fault = await Weather();
        if (fault == Fault.Before)
        {
            throw new RequestFailedException(503, "The server is busy.", "ServerBusy", null);
        }

        var result = effect();
        if (fault == Fault.Twice)
        {
            result = effect();
        }

        return fault == Fault.After
            ? throw new RequestFailedException(
                500,
                "Operation could not be completed in time.",
                "OperationTimedOut",
                null
            )
            : result;
    }
}
