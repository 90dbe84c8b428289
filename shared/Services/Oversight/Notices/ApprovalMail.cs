using System.Security.Cryptography;
using System.Text;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight.Slack;
using Azure;
using Azure.Communication.Email;

namespace AgentTrader.Services.Oversight.Notices;

/// <summary>Asks approvers by e-mail where Slack cannot: each who may decide, once for each notice.</summary>
/// <param name="sender">The setting Email__Sender; the domain must be the mail resource's own.</param>
public sealed class ApprovalMail(UserStore users, PublicLinks links, string sender, EmailClient? client = null)
{
    /// <summary>Sends the mails. The same notice again sends none twice.</summary>
    /// <exception cref="RequestFailedException">The mail service is down or says no.</exception>
    /// <exception cref="InvalidOperationException">There is no mail service.</exception>
    public async Task SendAsync(OversightRequest request, ApprovalNotice notice, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            throw new InvalidOperationException(
                "No approver could be told: Slack is not reached, and the setting Email names no mail service."
            );
        }

        var (subject, text) = Content(request, notice);
        foreach (var user in await RecipientsAsync(request, cancellationToken))
        {
            var message = new EmailMessage(sender, user.Email, new EmailContent(subject) { PlainText = text });
            await client.SendAsync(WaitUntil.Started, message, OperationId(notice, user), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<User>> RecipientsAsync(
        OversightRequest request,
        CancellationToken cancellationToken
    )
    {
        var submitter = request.Message.Order.SubmittedBy;
        var approvers = await users.ListAsync(Roles.Approver, cancellationToken);
        return [.. approvers.Where(user => user.UserId != submitter && request.MayBeDecidedBy(user.UserId))];
    }

    private (string Subject, string Text) Content(OversightRequest request, ApprovalNotice notice)
    {
        var trade = ApprovalMessage.Trade(request);
        var lead = notice.Type switch
        {
            EventTypes.OversightReminded => "Reminder: approval needed",
            EventTypes.OversightEscalated => "Overdue: approval needed",
            _ => "Approval needed",
        };
        var text = new StringBuilder()
            .AppendLine($"The agent '{request.AgentName}' asks to {trade}.")
            .AppendLine(request.Reason)
            .AppendLine()
            .AppendLine(ApprovalMessage.Lines(request))
            .AppendLine()
            .AppendLine(
                $"Without a decision it expires at {request.ExpiresAt.UtcDateTime:HH:mm:ss} UTC, and the trade is not made."
            );
        if (links.Dashboard() is { } dashboard)
        {
            text.AppendLine().AppendLine($"Decide here: {dashboard}");
        }

        return ($"{lead}: {trade}", text.ToString());
    }

    /// <summary>The mail service takes an operation id once, so that a notice delivered again sends nothing.</summary>
    private static Guid OperationId(ApprovalNotice notice, User user) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{notice.Id}|{user.UserId}")).AsSpan(0, 16));
}
