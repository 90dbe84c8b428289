using AgentTrader.Core.Trading;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications.Slack;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>
/// Does what somebody asked for in Slack, in the name of the user who that is. The same rules hold as over the API; who may
/// not is told so privately, and it goes into the audit log. Safe to repeat.
/// </summary>
public sealed class SlackActionHandler(
    SlackLinks links,
    OversightService oversight,
    SlackCommands commands,
    SlackReplies replies,
    SecondFactor secondFactor,
    AuditLog audit
)
{
    public async Task HandleAsync(
        SlackAction action,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var text = await AnswerAsync(action, orchestrations, cancellationToken);
        if (text is not null)
        {
            await replies.TellAsync(action, text, cancellationToken);
        }
    }

    /// <summary>Does it, and gives what only the one who asked is told; null when the channel shows enough.</summary>
    private async Task<string?> AnswerAsync(
        SlackAction action,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        if (action.Kind == SlackActionKind.FormFailed)
        {
            return "Slack did not open the form in time: click again.";
        }

        try
        {
            if (action is { Kind: SlackActionKind.Command, Command: SlackCommands.Link })
            {
                var code = action.Text ?? "";
                var linked = await links.RedeemAsync(action.SlackUserId, code, OriginOf(action), cancellationToken);
                return $"You are linked to {linked.Email} now.";
            }

            if (await links.FindAsync(action.SlackUserId, cancellationToken) is not { } user)
            {
                await AuditAsync(action, null, "a stranger", cancellationToken);
                return "AgentTrader does not know who you are: take a code in the dashboard and type /link CODE here.";
            }

            if (action.Kind != SlackActionKind.Command || SlackCommands.Changes(action.Command))
            {
                await secondFactor.DemandAsync(user.UserId, user.Role, cancellationToken);
            }

            return action.Kind == SlackActionKind.Command
                ? await commands.RunAsync(CallerOf(user, action), action, cancellationToken)
                : await DecideAsync(CallerOf(user, action), action, orchestrations, cancellationToken);
        }
        catch (ProblemException refused)
        {
            if (refused.Status == 403 && action is not { Command: SlackCommands.Link })
            {
                var user = await links.FindAsync(action.SlackUserId, cancellationToken);
                await AuditAsync(action, user?.UserId, refused.Detail, cancellationToken);
            }

            return refused.Detail;
        }
    }

    private async Task<string?> DecideAsync(
        Caller caller,
        SlackAction action,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var verdict = action.Kind switch
        {
            SlackActionKind.Reject => OversightVerdict.Rejected,
            SlackActionKind.Ask => OversightVerdict.InfoRequested,
            _ => OversightVerdict.Approved,
        };
        var said = new DecisionRequest(verdict, action.Text, action.Quantity);
        var requestId = action.RequestId ?? "";
        var answer = await oversight.DecideAsync(caller, requestId, said, orchestrations, cancellationToken);
        return answer switch
        {
            // The approver, and not only the channel, hears why a trade is not made after all.
            { Status: OversightStatus.Approved, TradeStatus: TradeStatus.Failed or TradeStatus.Cancelled } =>
                $"You approved it, and it was not made: {answer.FailureReason}",
            { Status: OversightStatus.Pending, Approvals: > 0 } when verdict == OversightVerdict.Approved =>
                $"You said yes. {answer.RequiredApprovals - answer.Approvals} more must.",
            _ => null,
        };
    }

    private static Caller CallerOf(User user, SlackAction action) =>
        new(user.UserId, user.Email, user.FullName, user.Role, new Operation(action.At, action.Id), OriginOf(action));

    private static Origin OriginOf(SlackAction action) =>
        new("slack", $"Slack user {action.SlackUserId}", action.CorrelationId);

    private Task AuditAsync(SlackAction action, string? userId, string reason, CancellationToken cancellationToken) =>
        audit.AppendAsync(
            new AuditEntry
            {
                // The signature, so that a message delivered again is one entry.
                EntryId = "slack-" + action.Id.Replace('=', '-'),
                Timestamp = action.At,
                UserId = userId,
                Action = "slack.not_allowed",
                ResourceType = action.RequestId is null ? "slack" : "oversight",
                ResourceId = action.RequestId ?? action.Command ?? "",
                IpAddress = "slack",
                UserAgent = $"Slack user {action.SlackUserId}",
                CorrelationId = action.CorrelationId,
                Details = AuditEntry.DetailsOf(
                    new
                    {
                        action.SlackUserId,
                        action.Kind,
                        reason,
                    }
                ),
            },
            cancellationToken
        );
}
