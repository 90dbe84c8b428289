namespace AgentTrader.Services.Notifications.Slack;

/// <summary>Where a message stands: Slack names one by its channel and its timestamp.</summary>
public sealed record SlackMessage(string Channel, string Timestamp);
