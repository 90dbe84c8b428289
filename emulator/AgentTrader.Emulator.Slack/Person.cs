namespace AgentTrader.Emulator.Slack;

/// <summary>A member of the workspace whom the page lets one be.</summary>
internal sealed record Person(string Id, string Name, string Handle);
