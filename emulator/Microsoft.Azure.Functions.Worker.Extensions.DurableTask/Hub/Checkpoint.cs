namespace AgentTrader.Emulator.Durable;

/// <summary>Points between two writes, where a process may die. Tests stop a host there.</summary>
internal enum Checkpoint
{
    EpisodeCommitted,
    EpisodeSent,
    ActivityRan,
    ActivityResultSent,
}
