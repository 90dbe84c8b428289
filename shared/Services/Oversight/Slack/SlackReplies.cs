using AgentTrader.Services.Notifications.Slack;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>Tells whoever did something in Slack what came of it; nobody else sees it.</summary>
public sealed class SlackReplies(ILogger<SlackReplies> log, SlackClient? slack = null)
{
    /// <summary>Answers a command where Slack says to, and a click in its channel. That Slack is down undoes nothing.</summary>
    public async Task TellAsync(SlackAction action, string text, CancellationToken cancellationToken)
    {
        if (slack is null)
        {
            return;
        }

        try
        {
            await (
                action.ResponseUrl is { } address
                    ? slack.AnswerAsync(address, text, cancellationToken)
                    : slack.TellPrivatelyAsync(action.ChannelId, action.SlackUserId, text, cancellationToken)
            );
        }
        catch (SlackException failure)
        {
            log.LogWarning(failure, "{SlackUserId} could not be told: {Text}", action.SlackUserId, text);
        }
    }
}
