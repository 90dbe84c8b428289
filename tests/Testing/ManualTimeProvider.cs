namespace AgentTrader.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers due within an advance fire in the order of their due times, each
/// seeing its own due instant as now.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<ManualTimer> timers = new(
        Comparer<ManualTimer>.Create((a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number)))
    );
    private DateTimeOffset now = start;
    private long created;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state, Interlocked.Increment(ref created));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How many timers wait for a later instant: a test waits for this before it advances.</summary>
    public int PendingTimers
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    /// <summary>Moves the clock forward and fires what came due, oldest first.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetUtcNow() + by;
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = target > now ? target : now;
        }
    }

    /// <summary>
    /// Lets the clock run as fast as a real one until the result is disposed; a test may still advance it meanwhile. For whole
    /// apps, in which many parts wait for short times.
    /// </summary>
    public IAsyncDisposable Run() => new Running(this);

    private ManualTimer? NextDue(DateTimeOffset target)
    {
        lock (gate)
        {
            if (timers.Min is not { } next || next.Due > target)
            {
                return null;
            }

            now = next.Due > now ? next.Due : now;
            next.Reschedule_NeedsLock();
            return next;
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

        /// <summary>More advances at once than this only fight for the clock.</summary>
        private const int MostAtOnce = 16;
        private readonly CancellationTokenSource stopped = new();
        private readonly Task running;
        private int advancing;

        public Running(ManualTimeProvider clock) => running = Task.Run(() => RunAsync(clock));

        public async ValueTask DisposeAsync()
        {
            await stopped.CancelAsync();
            await running;
            stopped.Dispose();
        }

        private async Task RunAsync(ManualTimeProvider clock)
        {
            using var timer = new PeriodicTimer(Step);
            var last = System.GetTimestamp();
            while (!stopped.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync();
                if (Volatile.Read(ref advancing) == MostAtOnce)
                {
                    continue;
                }

                var now = System.GetTimestamp();
                var passed = System.GetElapsedTime(last, now);
                Interlocked.Increment(ref advancing);
                // Not awaited: what a timer starts may itself wait for the clock, which must not stand still for it.
                _ = Task.Run(() => Advance(clock, passed));
                last = now;
            }
        }

        private void Advance(ManualTimeProvider clock, TimeSpan passed)
        {
            try
            {
                clock.Advance(passed);
            }
            finally
            {
                Interlocked.Decrement(ref advancing);
            }
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state, long number)
        : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        /// <summary>Tells timers of one instant apart: the earlier made fires first.</summary>
        public long Number => number;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                period = newPeriod;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            return true;
        }

        public void Reschedule_NeedsLock()
        {
            // Removed before it changes: the set finds it by its due time.
            clock.timers.Remove(this);
            if (period > TimeSpan.Zero)
            {
                Due += period;
                clock.timers.Add(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
