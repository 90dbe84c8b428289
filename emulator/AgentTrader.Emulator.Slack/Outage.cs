namespace AgentTrader.Emulator.Slack;

/// <summary>How the workspace answers the app's calls, so that a presenter can show what happens without Slack.</summary>
internal enum Outage
{
    None,

    /// <summary>Every call gets 503.</summary>
    Down,

    /// <summary>Every call gets 429 with a Retry-After of a second.</summary>
    Limited,
}
