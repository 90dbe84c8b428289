namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// Counts one listener's running invocations: lets none in once it drains, and tells the rest when to give up.
/// </summary>
public sealed class InvocationGate : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource givenUp = new();
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private bool closed;

    /// <summary>Fires when the drain ran out of time: an invocation still running should stop.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>Counts an invocation in; false once the gate drains.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            running += closed ? 0 : 1;
            return !closed;
        }
    }

    /// <summary>Counts out what <see cref="TryEnter"/> let in.</summary>
    public void Exit()
    {
        lock (gate)
        {
            running--;
            CompleteWhenEmpty_NeedsLock();
        }
    }

    /// <summary>Closes the gate and returns when the last invocation has left, or when <paramref name="giveUp"/> fires.</summary>
    public async Task DrainAsync(CancellationToken giveUp)
    {
        lock (gate)
        {
            closed = true;
            CompleteWhenEmpty_NeedsLock();
        }

        await Task.WhenAny(empty.Task, Task.Delay(Timeout.Infinite, giveUp)).ConfigureAwait(false);
        if (!empty.Task.IsCompleted)
        {
            await givenUp.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => givenUp.Dispose();

    private void CompleteWhenEmpty_NeedsLock()
    {
        if (closed && running == 0)
        {
            empty.TrySetResult();
        }
    }
}
