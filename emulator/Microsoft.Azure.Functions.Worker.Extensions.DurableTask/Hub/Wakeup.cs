namespace AgentTrader.Emulator.Durable;

/// <summary>Wakes whoever waits in this process. Take <see cref="Next"/> before looking, then wait for it if there was nothing.</summary>
internal sealed class Wakeup
{
    private TaskCompletionSource next = Create();

    /// <summary>Completes with the next signal.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Signal() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
