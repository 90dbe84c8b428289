using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Trading;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Services.Oversight;

/// <summary>What people do with approval requests: look at them, ask, and decide, whichever way the click came.</summary>
public sealed class OversightService(
    OversightStore requests,
    ApprovalProcess process,
    TradeStore trades,
    TimeProvider time
)
{
    private static readonly TimeSpan FillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(731);
    private static readonly TimeSpan FillPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests as the API lists them; a trader sees those of the agents that trader owns.</summary>
    /// <exception cref="ProblemException">400 for a span of more than two years, or one that ends before it begins.</exception>
    public async Task<(IReadOnlyList<OversightRequestResponse> Items, string? NextPageToken)> ListAsync(
        Caller caller,
        OversightFilter wanted,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        if (wanted.From is { } from && (wanted.To ?? time.GetUtcNow()) - from is var span)
        {
            if (span < TimeSpan.Zero || span > LongestSpan)
            {
                throw ProblemException.Invalid(
                    "from",
                    "Ask for a span of at most two years that ends after it begins."
                );
            }
        }
        else if (wanted.To is not null)
        {
            throw ProblemException.Invalid("from", "Say from when too: a span has a beginning and an end.");
        }

        var (found, next) = await requests.ListAsync(wanted, pageSize, pageToken, cancellationToken);
        return ([.. found.Where(request => MaySee(caller, request)).Select(OversightRequestResponse.Of)], next);
    }

    /// <exception cref="ProblemException">404 when there is no such request for this caller.</exception>
    public async Task<OversightRequestResponse> GetAsync(
        Caller caller,
        string requestId,
        CancellationToken cancellationToken
    )
    {
        var found = await requests.RequireAsync(requestId, cancellationToken);
        return MaySee(caller, found.Request)
            ? OversightRequestResponse.Of(found.Request)
            : throw ProblemException.NotFound("approval request", requestId);
    }

    /// <summary>
    /// Decides a request, once: the first decision stands, and a later one is told who decided and when. A question and an
    /// approval of several leave it pending. Waits a moment for the fill, so that the answer can say what became of the trade.
    /// </summary>
    /// <exception cref="ProblemException">
    /// 400; 403 for one's own trade, or who is not among its approvers; 404; 409 <c>/problems/already-decided</c> when it is
    /// decided or has expired, with a sentence that says by whom and when.
    /// </exception>
    public async Task<DecisionResponse> DecideAsync(
        Caller caller,
        string requestId,
        DecisionRequest decision,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var said = Statement.Of(caller, decision);
        while (true)
        {
            var (request, tag) = await requests.RequireAsync(requestId, cancellationToken);
            said.RefuseUnlessAllowed(request);
            var now = time.GetUtcNow();
            if (request.Status != OversightStatus.Pending || now >= request.ExpiresAt)
            {
                return await AnswerLateAsync(request, said, orchestrations, cancellationToken);
            }

            if (said.ApplyTo(request, now) is not var (changed, told))
            {
                return await AnswerAsync(request, cancellationToken);
            }

            if (await requests.TryReplaceAsync(changed, tag, told, cancellationToken))
            {
                if (changed.Status != OversightStatus.Pending)
                {
                    await process.ResumeAsync(changed, orchestrations, cancellationToken);
                }

                return await AnswerAsync(changed, cancellationToken);
            }
        }
    }

    /// <summary>Answers what approvers asked about a trade of the caller's agent. Nothing is decided, and the clock keeps running.</summary>
    /// <exception cref="ProblemException">
    /// 400 for no words, or too many; 404; 409 <c>/problems/nothing-asked</c> when nobody has asked, and when the request is over.
    /// </exception>
    public async Task<OversightRequestResponse> ReplyAsync(
        Caller caller,
        string requestId,
        AnswerRequest said,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(said.Text) || !PlainText.IsWithin(said.Text, Statement.MaxReasonLength))
        {
            throw ProblemException.Invalid(
                "text",
                $"An answer is plain text of 1 to {Statement.MaxReasonLength} characters."
            );
        }

        var noteId = OversightNote.IdFor(caller.Operation);
        while (true)
        {
            var (request, tag) = await requests.RequireAsync(requestId, cancellationToken);
            if (!MaySee(caller, request))
            {
                throw ProblemException.NotFound("approval request", requestId);
            }

            var now = time.GetUtcNow();
            if (request.Notes.Any(note => note.NoteId == noteId))
            {
                return OversightRequestResponse.Of(request);
            }

            if (request.Status != OversightStatus.Pending || now >= request.ExpiresAt)
            {
                throw Over(request);
            }

            if (request.Notes.All(note => note.IsAnswer))
            {
                throw ProblemException.Conflict(
                    "/problems/nothing-asked",
                    "No approver has asked anything about this trade: there is nothing to answer yet."
                );
            }

            var answered = request.With(new(noteId, caller.UserId, caller.FullName, now, said.Text, IsAnswer: true));
            var told = OversightEvents.Of(EventTypes.OversightAnswered, answered!, caller.UserId, now, noteId);
            if (await requests.TryReplaceAsync(answered!, tag, told, cancellationToken))
            {
                return OversightRequestResponse.Of(answered!);
            }
        }
    }

    private static bool MaySee(Caller caller, OversightRequest request) =>
        caller.Role != Roles.Trader || request.Message.OwnerId == caller.UserId;

    private async Task<DecisionResponse> AnswerLateAsync(
        OversightRequest request,
        Statement said,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        // The same operation tried again is not too late: it finds its own decision.
        if (said.IsIn(request))
        {
            if (!await trades.HasEndedAsync(request.AgentId, request.TradeId, cancellationToken))
            {
                await process.ResumeAsync(request, orchestrations, cancellationToken);
            }

            return await AnswerAsync(request, cancellationToken);
        }

        throw Over(request);
    }

    private static ProblemException Over(OversightRequest request) =>
        ProblemException.Conflict(
            "/problems/already-decided",
            request.Decision is { Result: not OversightStatus.Expired } first
                ? $"{first.Approver} {Word(first.Result)} this at {first.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: nothing is left to decide."
                : $"This expired at {request.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: the trade is not made."
        );

    private static string Word(OversightStatus status) => status == OversightStatus.Approved ? "approved" : "rejected";

    private async Task<DecisionResponse> AnswerAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        var decision = request.Decision;
        var trade =
            decision is null ? null
            : decision.Result == OversightStatus.Approved ? await WaitForEndAsync(request, cancellationToken)
            : await trades.FindAsync(request.AgentId, request.TradeId, cancellationToken);
        return new(
            request.RequestId,
            request.Status,
            decision is null
                ? null
                : new(
                    decision.Result,
                    decision.Approver,
                    decision.DecidedAt,
                    (long)(decision.DecidedAt - request.CreatedAt).TotalSeconds,
                    decision.Quantity,
                    decision.Reason
                ),
            request.Approvals.Count,
            request.RequiredApprovals,
            trade?.Status == TradeStatus.Completed,
            request.TradeId,
            trade?.Status,
            trade?.FailureReason
        );
    }

    /// <summary>The trade once it has ended, or as it is after a while.</summary>
    private async Task<TradeRecord?> WaitForEndAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var trade = await trades.FindAsync(request.AgentId, request.TradeId, cancellationToken);
            if (
                trade is { Status: not (TradeStatus.Pending or TradeStatus.PendingApproval) }
                || time.GetElapsedTime(started) >= FillPatience
            )
            {
                return trade;
            }

            await Task.Delay(FillPoll, time, cancellationToken);
        }
    }
}
