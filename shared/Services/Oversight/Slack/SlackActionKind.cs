namespace AgentTrader.Services.Oversight.Slack;

/// <summary>What somebody did in Slack.</summary>
public enum SlackActionKind
{
    Approve,

    /// <summary>Approve fewer shares.</summary>
    Reduce,
    Reject,
    Ask,

    /// <summary>A form was wanted and could not be opened.</summary>
    FormFailed,

    /// <summary>A slash command.</summary>
    Command,
}
