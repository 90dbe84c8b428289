namespace AgentTrader.Emulator.Durable;

/// <summary>What an orchestration makes of the deliveries that came for it.</summary>
/// <param name="Fresh">Events to take in, a start first.</param>
/// <param name="Early">Deliveries that came before the start did: not yet.</param>
/// <param name="Unsent">Episodes that took a delivery in before, and whose messages may never have gone out.</param>
/// <param name="Refused">Starts of a sub-orchestration whose id another orchestration under way has.</param>
internal sealed record Inbox(
    IReadOnlyList<HistoryEvent> Fresh,
    IReadOnlyList<Delivery> Early,
    IReadOnlyList<StoredEpisode> Unsent,
    IReadOnlyList<ControlMessage> Refused
)
{
    // More is left for the next episode, so that one commit stays within a transaction.
    private const int MostEvents = 200;
    private const int MostCharacters = 400_000;

    /// <summary>Some of the deliveries have nothing to say any more, if the state is what it was taken for.</summary>
    public required bool Drops { get; init; }

    /// <summary>How many of the deliveries, oldest first, make one episode.</summary>
    public static int Fitting(IReadOnlyList<Delivery> deliveries)
    {
        var characters = 0;
        var count = 0;
        foreach (var delivery in deliveries.Take(MostEvents))
        {
            characters += 300 + (delivery.Event.Data?.Length ?? 0);
            if (count > 0 && characters > MostCharacters)
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>Sorts out what is new. A delivery in none of the lists is dropped.</summary>
    public static Inbox Sort(InstanceState? state, IReadOnlyList<Delivery> deliveries)
    {
        var start = deliveries.FirstOrDefault(delivery => Starts(state, delivery));
        var begins = start is not null;
        var executionId = begins ? start!.Message.ExecutionId : state?.Instance.ExecutionId;
        var seen = begins ? [] : SeenBy(state);
        var isOver = !begins && (state is null || state.Instance.IsFinished);
        var fresh = new List<HistoryEvent>(begins ? [start!.Event] : []);
        var early = new List<Delivery>();
        foreach (var delivery in deliveries)
        {
            var isForThisExecution =
                delivery.Message.ExecutionId is null || delivery.Message.ExecutionId == executionId;
            if (AwaitsItsRow(state, delivery))
            {
                early.Add(delivery);
                continue;
            }

            if (
                delivery.Event.Kind == HistoryEventKind.ExecutionStarted
                || isOver
                || !isForThisExecution
                || !seen.Add(delivery.Event.MessageId!)
            )
            {
                continue;
            }

            var hasBegun = begins || state!.Episodes.Count > 0;
            if (hasBegun || delivery.Event.Kind == HistoryEventKind.Terminated)
            {
                fresh.Add(delivery.Event);
            }
            else
            {
                early.Add(delivery);
            }
        }

        return new(fresh, early, EpisodesOf(state, deliveries), Refusals(state, deliveries))
        {
            Drops = fresh.Count + early.Count < deliveries.Count,
        };
    }

    // A start counts for the row that awaits it, for no row at all, and for one whose orchestration is over. Of clients that start
    // one id at once, only the first finds what its start says that it replaces.
    private static bool Starts(InstanceState? state, Delivery delivery) =>
        delivery.Event.Kind == HistoryEventKind.ExecutionStarted
        && !AwaitsItsRow(state, delivery)
        && (
            state is null
            || (
                state.Instance.ExecutionId == delivery.Message.ExecutionId
                    ? state.Episodes.Count == 0 && !state.Instance.IsFinished
                    : state.Instance.IsFinished
                        && (
                            state.Instance.ExecutionId == delivery.Message.Replaces
                            || IsCalledAnew(state, delivery.Event.Parent)
                        )
            )
        );

    // A client sends its start first and stores the row then; only one that died in between stores none.
    private static bool AwaitsItsRow(InstanceState? state, Delivery delivery) =>
        state is null
        && delivery.Event is { Kind: HistoryEventKind.ExecutionStarted, Parent: null }
        && !delivery.Received.IsRedelivered;

    // A parent that tries again under the same id does so by a later task; an earlier one is an old message.
    private static bool IsCalledAnew(InstanceState state, ParentLink? parent)
    {
        var before = state.Instance.Parent;
        return parent is not null
            && (before is null || before.ExecutionId != parent.ExecutionId || before.TaskId < parent.TaskId);
    }

    private static HashSet<string> SeenBy(InstanceState? state) =>
        [.. state?.History.Select(entry => entry.MessageId).OfType<string>() ?? []];

    private static StoredEpisode[] EpisodesOf(InstanceState? state, IReadOnlyList<Delivery> deliveries) =>
        state is null
            ? []
            :
            [
                .. deliveries
                    .Where(delivery => delivery.Received.IsRedelivered)
                    .Select(delivery => state.EpisodeOf(delivery.Event.MessageId!))
                    .OfType<StoredEpisode>()
                    .Distinct(),
            ];

    // A start that comes again finds its own orchestration, which may have continued as new since.
    private static ControlMessage[] Refusals(InstanceState? state, IReadOnlyList<Delivery> deliveries) =>
        [
            .. deliveries
                .Where(delivery =>
                    delivery.Event is { Kind: HistoryEventKind.ExecutionStarted, Parent: { } caller }
                    && state is { Instance.IsFinished: false }
                    && state.Instance.Parent != caller
                )
                .Select(delivery => delivery.Message),
        ];
}
