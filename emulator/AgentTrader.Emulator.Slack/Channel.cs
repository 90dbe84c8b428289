namespace AgentTrader.Emulator.Slack;

/// <summary>A channel; its name has no #.</summary>
internal sealed record Channel(string Id, string Name);
