namespace AgentTrader.Emulator.Durable;

/// <summary>
/// What one episode added to the history, and the messages it sent. They are stored together: whoever finds the episode
/// committed and cannot know that its messages went out sends them again. The id tells whoever lost the answer to a commit
/// whether it happened.
/// </summary>
internal sealed record StoredEpisode(
    string Id,
    IReadOnlyList<HistoryEvent> Events,
    IReadOnlyList<ControlMessage> Messages,
    IReadOnlyList<ActivityMessage> Activities
);
