using Azure;

namespace AgentTrader.Emulator.Durable;

/// <summary>An orchestration as read: its row, the row's version, and the episodes of its present execution.</summary>
internal sealed record InstanceState(Instance Instance, ETag Version, IReadOnlyList<StoredEpisode> Episodes)
{
    /// <summary>The last episode of the execution before, as long as it is stored: it sent the start of this one.</summary>
    public StoredEpisode? Before { get; init; }

    public IEnumerable<HistoryEvent> History => Episodes.SelectMany(episode => episode.Events);

    /// <summary>The episode of that id; null when it is not there.</summary>
    public StoredEpisode? Find(string? episodeId) =>
        Episodes.Append(Before).FirstOrDefault(episode => episode is not null && episode.Id == episodeId);

    /// <summary>The episode that took this message in; null when none did.</summary>
    public StoredEpisode? EpisodeOf(string messageId) =>
        Episodes
            .Append(Before)
            .FirstOrDefault(episode => episode?.Events.Any(entry => entry.MessageId == messageId) == true);
}
