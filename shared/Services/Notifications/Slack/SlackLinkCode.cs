namespace AgentTrader.Services.Notifications.Slack;

/// <summary>What a user types in Slack as <c>/link CODE</c> to say who they are. Works once.</summary>
public sealed record SlackLinkCode(string Code, DateTimeOffset ExpiresAt);
