namespace AgentTrader.Emulator.Durable;

/// <summary>
/// What one episode added to the history, and the messages it sent. They are stored together: whoever finds the episode
/// committed and cannot know that its messages went out sends them again.
/// </summary>
internal sealed record StoredEpisode(
    IReadOnlyList<HistoryEvent> Events,
    IReadOnlyList<ControlMessage> Messages,
    IReadOnlyList<ActivityMessage> Activities
);
