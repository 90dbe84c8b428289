using System.Collections.Concurrent;
using System.Threading.Channels;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>What the functions of a test did, in order; a test waits for the next entry.</summary>
public class Recorder
{
    private readonly Channel<string> entries = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> all = new();

    public IReadOnlyCollection<string> All => all;

    public void Note(string entry)
    {
        all.Enqueue(entry);
        entries.Writer.TryWrite(entry);
    }

    /// <summary>The next entry; a <see cref="TimeoutException"/> when none comes within half a minute.</summary>
    public Task<string> NextAsync() => entries.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
