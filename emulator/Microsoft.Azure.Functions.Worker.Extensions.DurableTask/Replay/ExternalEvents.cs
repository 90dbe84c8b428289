using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>Raised events and who waits for them, by name in any case: early events queue up, waiters stack up.</summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> unread = [];

    /// <summary>Someone still waits.</summary>
    public bool HasWaiters => waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsDone));

    /// <summary>The events nobody has waited for yet, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Unread => unread;

    /// <exception cref="ArgumentException">An earlier waiter of this name asks for another type.</exception>
    public Task<T> Wait<T>(string name, CancellationToken cancellationToken)
    {
        if (!waiters.TryGetValue(name, out var stack))
        {
            waiters.Add(name, stack = new());
        }

        if (stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException(
                "Events with the same name must have the same type argument. "
                    + $"Expected {other.Type.FullName} but was requested {typeof(T).FullName}."
            );
        }

        var waiter = new Waiter<T>();
        stack.Push(waiter);
        if (TryTakeUnread(name, out var early))
        {
            Raise(early);
        }

        cancellationToken.Register(() => waiter.Source.TrySetCanceled(cancellationToken));
        return waiter.Source.Task;
    }

    /// <summary>Hands the event to the latest waiter. As officially, one that was cancelled since still takes it.</summary>
    public void Raise(HistoryEvent raised)
    {
        if (waiters.GetValueOrDefault(raised.Name!) is { Count: > 0 } stack)
        {
            stack.Pop().Complete(raised.Data, converter);
        }
        else
        {
            unread.Add(raised);
        }
    }

    private bool TryTakeUnread(string name, [NotNullWhen(true)] out HistoryEvent? early)
    {
        early = unread.Find(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        return early is not null && unread.Remove(early);
    }

    private abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsDone { get; }

        public abstract void Complete(string? data, DataConverter converter);
    }

    private sealed class Waiter<T> : Waiter
    {
        public TaskCompletionSource<T> Source { get; } = new();

        public override Type Type => typeof(T);

        public override bool IsDone => Source.Task.IsCompleted;

        public override void Complete(string? data, DataConverter converter)
        {
            try
            {
                Source.TrySetResult(converter.Deserialize<T>(data)!);
            }
            catch (System.Text.Json.JsonException error)
            {
                Source.TrySetException(error);
            }
        }
    }
}
