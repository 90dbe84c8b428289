using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Azure;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// The product's services over <see cref="MemoryCloud"/>, one storage call at a time in an order drawn from a seed, with
/// failures, lost answers, second deliveries, reordering and killed processes; then fair weather until all is at rest.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int MaxAtOnce = 10;

    // Fewer than host.json's, so that messages are poisoned in fair numbers.
    private const int MaxAttempts = 3;
    private const string Orders = "sim-" + QueueNames.TradeOrders;
    private const string Poison = Orders + QueueNames.PoisonEnding;
    private static readonly TimeSpan Hiding = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly Random random;
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private readonly MemoryCloud cloud;
    private readonly InstanceStorage storage;
    private readonly MemoryOrchestrations orchestrations;
    private readonly SimulatedPeople people;
    private readonly List<SimulatedMessage> messages = [];
    private readonly List<Errand> errands = [];
    private readonly List<(Task Task, Action<Exception?> Done)> running = [];
    private readonly List<TaskCompletionSource<Fault>> calls = [];
    private readonly List<string> surprises = [];
    private SimulatedHost host;
    private bool stormy = true;
    private bool auditing;
    private DateTimeOffset nextWake;
    private DateTimeOffset nextSweep;
    private DateTimeOffset nextSearch;

    public Simulation(int seed)
    {
        random = new Random(seed);
        cloud = new MemoryCloud(clock) { Sent = Send };
        storage = new InstanceStorage(cloud.Tables, cloud.Queues, "sim");
        orchestrations = new MemoryOrchestrations(cloud);
        people = new SimulatedPeople(random, clock);
        host = Boot();
    }

    public int Fills { get; private set; }

    public int Decided { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>Orders that failed as often as a message is tried.</summary>
    public int Poisoned { get; private set; }

    /// <summary>Everything that was drawn and done, as one number: the same for the same seed.</summary>
    public long Trace { get; private set; }

    /// <summary>What is wrong in the end; empty when nothing is.</summary>
    public IReadOnlyList<string> Run(int steps)
    {
        people.OpenAsync(host).GetAwaiter().GetResult();
        cloud.Weather = NextWeather;
        for (var step = 0; step < steps; step++)
        {
            Step();
        }

        stormy = false;
        ComeToRest();
        cloud.Weather = () => Task.FromResult(Fault.None);
        var stored = StoredInstance.ReadAsync(storage, clock).GetAwaiter().GetResult();
        Fills = stored.Fills;
        Decided = stored.Decided;
        return [.. surprises, .. stored.Unfinished(), .. stored.Broken(people.Accepted)];
    }

    public void Dispose() => host.Dispose();

    private SimulatedHost Boot() => new(cloud, storage, orchestrations, clock);

    private void Step()
    {
        Collect();
        if (calls.Count > 0 && random.Next(10) < 8)
        {
            Answer();
        }
        else
        {
            Begin();
        }

        Note(calls.Count * 31 + running.Count);
        clock.Advance(TimeSpan.FromMilliseconds(calls.Count > 0 ? random.Next(6) : random.Next(400)));
        if (stormy)
        {
            switch (random.Next(400))
            {
                case < 3:
                    Crash();
                    break;
                case < 9:
                    // The process stands still: what it holds becomes visible to others meanwhile.
                    clock.Advance(TimeSpan.FromSeconds(random.Next(60)));
                    break;
                case 9 when random.Next(4) == 0:
                    clock.Advance(OversightRequest.Lifetime);
                    break;
            }
        }
    }

    /// <summary>Fair weather for as long as the last approval and the last promise may take.</summary>
    private void ComeToRest()
    {
        foreach (var open in orchestrations.Instances.Where(open => !open.Value.Finished && random.Next(2) == 0))
        {
            errands.Add(people.Decide(open.Key));
        }

        WaitUntil(clock.GetUtcNow().AddMinutes(13), () => true);
        // Orders that wait for their price do so until the close.
        var close = new DateTimeOffset(2025, 3, 3, 21, 0, 0, TimeSpan.Zero);
        clock.Advance(TimeSpan.FromTicks(Math.Max(0, (close - clock.GetUtcNow()).Ticks)));
        Search(clock.GetUtcNow());
        WaitUntil(close.AddHours(1), () => messages.Count + errands.Count + running.Count + calls.Count > 0);
        surprises.AddRange(messages.Take(3).Select(message => "Never comes to rest: " + message.Body));
    }

    private void WaitUntil(DateTimeOffset latest, Func<bool> busy)
    {
        while (clock.GetUtcNow() < latest && busy())
        {
            Step();
            if (calls.Count == 0 && running.Count == 0)
            {
                clock.Advance(TimeSpan.FromSeconds(3));
            }
        }
    }

    private Task<Fault> NextWeather()
    {
        var call = new TaskCompletionSource<Fault>();
        calls.Add(call);
        return call.Task;
    }

    /// <summary>Lets one of the waiting calls happen.</summary>
    private void Answer()
    {
        var at = random.Next(calls.Count);
        var call = calls[at];
        calls.RemoveAt(at);
        var luck = stormy ? random.Next(100) : 99;
        call.SetResult(
            luck < 2 ? Fault.Before
            : luck < 4 ? Fault.After
            : luck < 6 ? Fault.Twice
            : Fault.None
        );
    }

    private void Begin()
    {
        var now = clock.GetUtcNow();
        Tick(now);
        Search(now);
        foreach (var approval in orchestrations.Instances.Values)
        {
            Continue(approval, now);
        }

        if (running.Count >= MaxAtOnce)
        {
            return;
        }

        if (stormy && random.Next(3) == 0)
        {
            errands.Add(people.Next());
        }

        if (random.Next(2) == 0 && Pick(errands, errand => errand.NotBefore <= now) is { } errand)
        {
            errands.Remove(errand);
            Start(errand.Do(host), failure => Failed(errand, failure));
        }
        else if (Pick(messages, Deliverable) is { } message)
        {
            message.VisibleAt = now + Hiding;
            message.Attempts++;
            auditing |= message.Queue is null;
            Start(host.HandleAsync(message), failure => Handled(message, failure));
        }

        // The chain is one process's to lengthen; it takes turns.
        bool Deliverable(SimulatedMessage message) => message.VisibleAt <= now && !(auditing && message.Queue is null);
    }

    private void Tick(DateTimeOffset now)
    {
        if (stormy && now >= nextWake)
        {
            nextWake = now.AddMinutes(1);
            errands.Add(
                new Errand(host => host.Get<AgentWakeUps>().SendAllAsync(CycleReason.DecisionLoop, default))
                {
                    GivesUp = true,
                }
            );
        }

        if (now >= nextSweep)
        {
            nextSweep = now.AddMinutes(1);
            errands.Add(new Errand(host => host.Get<Outbox>().SweepAsync(default)) { GivesUp = true });
            errands.Add(
                new Errand(host =>
                    host.Get<ApprovalProcess>().ResumeAllAsync(now.AddSeconds(-5), host.Orchestrations, default)
                )
                {
                    GivesUp = true,
                }
            );
        }
    }

    private void Search(DateTimeOffset now)
    {
        if (now >= nextSearch)
        {
            nextSearch = now.AddHours(1);
            errands.Add(new Errand(host => host.Get<Outbox>().SearchAsync(default)) { GivesUp = true });
        }
    }

    private void Continue(MemoryApproval approval, DateTimeOffset now)
    {
        if (approval.Finished || approval.Running || now < approval.NotBefore)
        {
            return;
        }

        approval.TimedOut |= !approval.Decided && now >= approval.Input.ExpiresAt;
        if (approval.Decided || approval.TimedOut)
        {
            approval.Running = true;
            Start(
                host.ReleaseAsync(approval),
                failure =>
                {
                    approval.Running = false;
                    approval.NotBefore = clock.GetUtcNow() + RetryDelay;
                    Expect(failure);
                }
            );
        }
    }

    private void Start(Task task, Action<Exception?> done) => running.Add((task, done));

    private void Collect()
    {
        for (var i = running.Count - 1; i >= 0; i--)
        {
            var (task, done) = running[i];
            if (task.IsCompleted)
            {
                running.RemoveAt(i);
                done(task.Exception?.InnerException);
            }
        }
    }

    private void Handled(SimulatedMessage message, Exception? failure)
    {
        auditing &= message.Queue is not null;
        Expect(failure);
        if (failure is not null && message is { Attempts: >= MaxAttempts, Queue: { } queue } && queue != Poison)
        {
            messages.Remove(message);
            if (queue == Orders)
            {
                Poisoned++;
                // Nobody reads the poison of other queues: a cycle that was missed is made up for by the next.
                messages.Add(new SimulatedMessage(Poison, message.Body));
            }
        }
        else if (failure is not null)
        {
            message.VisibleAt = clock.GetUtcNow() + RetryDelay;
        }
        else if (!stormy || random.Next(25) > 0)
        {
            // Otherwise the deletion was lost, and it comes again.
            messages.Remove(message);
        }
    }

    private void Failed(Errand errand, Exception? failure)
    {
        Expect(failure);
        if (failure is not (null or ProblemException) && !errand.GivesUp)
        {
            errand.NotBefore = clock.GetUtcNow().AddMilliseconds(random.Next(100, 3000));
            errands.Add(errand);
        }
    }

    /// <summary>Storage may fail and a rule may say no; nothing else may happen.</summary>
    private void Expect(Exception? failure)
    {
        if (failure is not (null or RequestFailedException or ProblemException))
        {
            surprises.Add(failure.ToString());
        }
    }

    /// <summary>The process is gone: whatever ran never goes on, and its messages come again once they are visible.</summary>
    private void Crash()
    {
        Crashes++;
        calls.Clear();
        running.Clear();
        auditing = false;
        foreach (var approval in orchestrations.Instances.Values)
        {
            approval.Running = false;
        }

        cloud.Weather = () => Task.FromResult(Fault.None);
        host.Dispose();
        host = Boot();
        cloud.Weather = NextWeather;
    }

    private void Send(string? queue, string body, DateTimeOffset visibleAt)
    {
        for (var copies = stormy && random.Next(25) == 0 ? 2 : 1; copies > 0; copies--)
        {
            messages.Add(new SimulatedMessage(queue, body) { VisibleAt = visibleAt });
        }

        Note(body.Length);
    }

    private T? Pick<T>(List<T> from, Func<T, bool> wanted)
        where T : class
    {
        var found = from.Where(wanted).ToList();
        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }

    private void Note(int what) => Trace = unchecked((Trace * 1_000_003) + what);
}
