namespace AgentTrader.Services.Oversight.Notices;

/// <summary>The message of a request in one channel.</summary>
/// <param name="ChannelId">As Slack names it.</param>
/// <param name="Timestamp">The message's name in the channel.</param>
/// <param name="Shown">A hash of what it shows; empty while it is being changed.</param>
/// <param name="Said">The notices that were answered in its thread.</param>
public sealed record Announcement(string ChannelId, string Timestamp, string Shown, IReadOnlyList<string> Said);
