namespace AgentTrader.Services.Oversight.Slack;

/// <summary>What Slack sends back to tell our buttons and forms apart.</summary>
public static class SlackActionIds
{
    public const string Approve = "approve";
    public const string Reduce = "reduce";
    public const string Reject = "reject";
    public const string Ask = "ask";

    /// <summary>A link: Slack tells of the click, and nothing is to be done.</summary>
    public const string Open = "open";
}
