using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight.Slack;
using AgentTrader.Services.Storage;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Oversight.Notices;

/// <summary>
/// Tells approvers of a request, in Slack's channels or, where Slack is not reached, by e-mail. The message in a channel always
/// shows the stored request, whatever notice came, however often and in whichever order. Nobody's decision waits for this.
/// </summary>
public sealed class ApprovalAnnouncer(
    OversightStore requests,
    AnnouncementStore announcements,
    ApprovalMail mail,
    PublicLinks links,
    InstanceStorage storage,
    TimeProvider clock,
    ILogger<ApprovalAnnouncer> log,
    SlackSettings? settings = null,
    SlackClient? slack = null
)
{
    /// <summary>From this risk score on a request goes to the urgent channel too.</summary>
    private const double UrgentScore = 7;

    private const int MaxAttempts = 20;

    /// <summary>How long Slack is tried for, and how often.</summary>
    private static readonly TimeSpan SlackPatience = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(20);

    /// <summary>Tells of one notice. Safe to repeat.</summary>
    public async Task AnnounceAsync(ApprovalNotice notice, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(notice.RequestId, cancellationToken) is not var (request, _))
        {
            return;
        }

        if (await TryInSlackAsync(request, notice, cancellationToken))
        {
            return;
        }

        await AskByMailAsync(notice, request, cancellationToken);
        if (settings is not null && clock.GetUtcNow() < request.CreatedAt + SlackPatience)
        {
            // Slack shows where things stand as soon as it is back; mails are not sent a second time.
            await storage
                .Queue(QueueNames.ApprovalNotices)
                .SendMessageAsync(QueueMessages.Write(notice), RetryDelay, cancellationToken: cancellationToken);
        }
    }

    /// <summary>
    /// Ends a notice that failed as often as a message is tried: whoever should decide is asked by e-mail. The next notice makes
    /// Slack show where things stand. Safe to repeat.
    /// </summary>
    public async Task AbandonAsync(ApprovalNotice notice, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(notice.RequestId, cancellationToken) is var (request, _))
        {
            await AskByMailAsync(notice, request, cancellationToken);
        }
    }

    private async Task AskByMailAsync(
        ApprovalNotice notice,
        OversightRequest request,
        CancellationToken cancellationToken
    )
    {
        if (AsksForADecision(notice, request))
        {
            await mail.SendAsync(request, notice, cancellationToken);
            log.LogWarning("The approvers of {RequestId} were asked by e-mail.", request.RequestId);
        }
    }

    /// <summary>False when a channel was not reached, or there is none.</summary>
    private async Task<bool> TryInSlackAsync(
        OversightRequest request,
        ApprovalNotice notice,
        CancellationToken cancellationToken
    )
    {
        if (settings is null || slack is null)
        {
            return false;
        }

        var reached = true;
        foreach (var channel in ChannelsOf(request, settings))
        {
            try
            {
                await ShowAsync(slack, request.RequestId, channel, cancellationToken);
                await AnswerAsync(slack, request, channel, notice, cancellationToken);
            }
            catch (SlackException failure)
            {
                log.LogWarning(failure, "{Channel} was not told of {RequestId}.", channel, request.RequestId);
                reached = false;
            }
        }

        return reached;
    }

    private static IEnumerable<string> ChannelsOf(OversightRequest request, SlackSettings settings)
    {
        yield return settings.ChannelOf(request.AgentId, request.AgentName);
        var urgent = request.EscalatedAt is not null || request.Content.RiskAssessment?.Score >= UrgentScore;
        if (urgent && settings.UrgentChannel is { } channel)
        {
            yield return channel;
        }
    }

    /// <summary>Makes a channel's message show the request as it is stored now.</summary>
    private async Task ShowAsync(
        SlackClient client,
        string requestId,
        string channel,
        CancellationToken cancellationToken
    )
    {
        var lateWrite = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = await announcements.FindAsync(requestId, channel, cancellationToken);
            // Read after the row: what was decided since then is announced by its own notice, which sees this row.
            var (request, _) = await requests.RequireAsync(requestId, cancellationToken);
            var message = MessageOf(request);
            var shown = Hash(message);
            if (found is not var (announcement, tag))
            {
                if (request.Status != OversightStatus.Pending)
                {
                    // Decided elsewhere before Slack could be told: it has nothing to ask any more.
                    return;
                }

                var posted = await PostAsync(client, channel, message, cancellationToken);
                var first = new Announcement(posted.Channel, posted.Timestamp, shown, []);
                await announcements.TryPutAsync(requestId, channel, first, null, cancellationToken);
                continue;
            }

            if (announcement.Shown == shown && !lateWrite)
            {
                return;
            }

            var changing = announcement with { Shown = "" };
            if (
                await announcements.TryPutAsync(requestId, channel, changing, tag, cancellationToken) is not { } changed
            )
            {
                continue;
            }

            await UpdateAsync(client, changing, message, cancellationToken);
            var done = changing with { Shown = shown };
            // Another wrote meanwhile and may have been overtaken in Slack: what is stored by then is shown once more.
            lateWrite = await announcements.TryPutAsync(requestId, channel, done, changed, cancellationToken) is null;
        }
    }

    /// <summary>Says in the message's thread what happened, once.</summary>
    private async Task AnswerAsync(
        SlackClient client,
        OversightRequest request,
        string channel,
        ApprovalNotice notice,
        CancellationToken cancellationToken
    )
    {
        if (ThreadText(request, notice) is not { } text)
        {
            return;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = await announcements.FindAsync(request.RequestId, channel, cancellationToken);
            if (found is not var (announcement, tag) || announcement.Said.Contains(notice.Id))
            {
                return;
            }

            // Marked first: said twice would be worse in a thread than once too few, and the message shows it anyway.
            var said = announcement with
            {
                Said = [.. announcement.Said, notice.Id],
            };
            if (await announcements.TryPutAsync(request.RequestId, channel, said, tag, cancellationToken) is not null)
            {
                var blocks = new JsonArray(SlackBlocks.Section(text));
                await client.PostAsync(announcement.ChannelId, text, blocks, announcement.Timestamp, cancellationToken);
                return;
            }
        }
    }

    private static string? ThreadText(OversightRequest request, ApprovalNotice notice) =>
        notice.Type switch
        {
            EventTypes.OversightReminded =>
                $"Reminder: half of the time is over. It expires at {request.ExpiresAt.UtcDateTime:HH:mm:ss} UTC.",
            EventTypes.OversightEscalated when request.EscalationApprovers.Count == 0 =>
                $"Nobody has decided yet. It expires at {request.ExpiresAt.UtcDateTime:HH:mm:ss} UTC.",
            EventTypes.OversightEscalated => "Nobody has decided yet: the next approvers may decide too.",
            EventTypes.OversightVoted when request.Approvals is [.., var last] =>
                $"{SlackText.Quote(last.Approver)} said yes, {request.Approvals.Count} of {request.RequiredApprovals}.",
            EventTypes.OversightInfoRequested
            or EventTypes.OversightAnswered
                when request.Notes.FirstOrDefault(note => notice.Id.EndsWith(note.NoteId, StringComparison.Ordinal))
                    is { } note =>
                $"{SlackText.Quote(note.Name)} {ApprovalMessage.Said(note)}: {SlackText.Quote(note.Text, 1000)}",
            EventTypes.OversightDecided or EventTypes.OversightExpired when request.Decision is { } decision =>
                ApprovalMessage.Ended(request, decision),
            EventTypes.TradeExecuted or EventTypes.TradeFailed => notice.Sentence,
            _ => null,
        };

    private static bool AsksForADecision(ApprovalNotice notice, OversightRequest request) =>
        request.Status == OversightStatus.Pending
        && notice.Type
            is EventTypes.OversightRequested
                or EventTypes.OversightReminded
                or EventTypes.OversightEscalated;

    private ApprovalMessage MessageOf(OversightRequest request)
    {
        var drawn = request.Content.AllocationBefore.Count > 0;
        var picture = drawn ? links.Picture(request.RequestId, request.CreatedAt) : null;
        return ApprovalMessage.Of(request, links.Dashboard(), picture);
    }

    private async Task<SlackMessage> PostAsync(
        SlackClient client,
        string channel,
        ApprovalMessage message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.PostAsync(channel, message.Text, message.Blocks, null, cancellationToken);
        }
        catch (SlackException refused) when (refused.Error == "invalid_blocks")
        {
            // Slack refuses a message whose picture it cannot fetch: an approval without one is better than none.
            log.LogWarning(refused, "Slack does not take the picture: is PublicUrl reached from outside?");
            return await client.PostAsync(channel, message.Text, WithoutPicture(message), null, cancellationToken);
        }
    }

    private static async Task UpdateAsync(
        SlackClient client,
        Announcement announcement,
        ApprovalMessage message,
        CancellationToken cancellationToken
    )
    {
        var place = new SlackMessage(announcement.ChannelId, announcement.Timestamp);
        try
        {
            await client.UpdateAsync(place, message.Text, message.Blocks, cancellationToken);
        }
        catch (SlackException refused) when (refused.Error == "invalid_blocks")
        {
            await client.UpdateAsync(place, message.Text, WithoutPicture(message), cancellationToken);
        }
    }

    private static JsonArray WithoutPicture(ApprovalMessage message) =>
        new([.. message.Blocks.Where(block => (string?)block!["type"] != "image").Select(block => block!.DeepClone())]);

    private static string Hash(ApprovalMessage message) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Blocks.ToJsonString())));
}
