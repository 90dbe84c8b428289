namespace AgentTrader.Services.Oversight.Slack;

/// <summary>What a form is about, and where it was opened.</summary>
/// <param name="Quantity">The shares that the agent asked for.</param>
/// <param name="ChannelId">Where to tell who submits it, if something goes wrong.</param>
public sealed record FormSubject(string RequestId, long Quantity, string ChannelId);
