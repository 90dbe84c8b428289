using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Oversight;

/// <summary>
/// Approval requests from opening to release. The stored request is what decides: it leaves <c>pending</c> once, by a write
/// that only the first can make; orchestrations, clicks and retries only ever ask it.
/// </summary>
public sealed class OversightService(
    OversightStore requests,
    TradeStore trades,
    InstanceStorage storage,
    Outbox outbox,
    TimeProvider time,
    ILogger<OversightService> log
)
{
    /// <summary>The orchestration that waits for the decision or the deadline.</summary>
    public const string Orchestration = "TradeApproval";

    /// <summary>The event that wakes it.</summary>
    public const string DecidedEvent = "Decided";

    private const int MaxReasonLength = 1000;
    private static readonly TimeSpan FillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FillPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Stores a request, tells of it and starts its orchestration. Does again what a crash left undone.</summary>
    public async Task OpenAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        if (!await requests.TryAddAsync(request, cancellationToken))
        {
            request = (await RequireAsync(request.RequestId, cancellationToken)).Request;
            if (request.Status != OversightStatus.Pending)
            {
                await ResumeAsync(request, orchestrations, cancellationToken);
                return;
            }
        }

        await StartAsync(request, orchestrations, cancellationToken);
        await TellAsync(request, EventTypes.OversightRequest, cancellationToken);
    }

    /// <summary>
    /// Sends on their way the trades that were decided before <paramref name="cutoff"/> by somebody who did not live to wake
    /// the orchestration. For the maintenance timer.
    /// </summary>
    public async Task ResumeAllAsync(
        DateTimeOffset cutoff,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        await foreach (var request in requests.UnreleasedAsync(cutoff, cancellationToken))
        {
            log.LogWarning("The approval {RequestId} was decided and not released: it is now.", request.RequestId);
            await ResumeAsync(request, orchestrations, cancellationToken);
        }
    }

    private async Task StartAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                Orchestration,
                new ApprovalInput(request.RequestId, request.ExpiresAt),
                new StartOrchestrationOptions(request.RequestId),
                cancellationToken
            );
        }
        catch (OrchestrationAlreadyExistsException)
        {
            log.LogDebug("The approval {RequestId} runs already.", request.RequestId);
        }
    }

    /// <summary>Requests as the API lists them; a trader sees those of the agents that trader owns.</summary>
    public async Task<(IReadOnlyList<OversightRequestResponse> Items, string? NextPageToken)> ListAsync(
        Caller caller,
        OversightStatus? status,
        string? agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var (found, next) = await requests.ListAsync(status, agentId, pageSize, pageToken, cancellationToken);
        return ([.. found.Where(request => MaySee(caller, request)).Select(OversightRequestResponse.Of)], next);
    }

    /// <exception cref="ProblemException">404 when there is no such request for this caller.</exception>
    public async Task<OversightRequestResponse> GetAsync(
        Caller caller,
        string requestId,
        CancellationToken cancellationToken
    )
    {
        var found = await RequireAsync(requestId, cancellationToken);
        return MaySee(caller, found.Request)
            ? OversightRequestResponse.Of(found.Request)
            : throw ProblemException.NotFound("approval request", requestId);
    }

    /// <summary>
    /// Decides a request, once. The first decision stands; a later one is told who decided and when. Waits a moment for
    /// the fill, so that the answer can say whether the trade was executed.
    /// </summary>
    /// <exception cref="ProblemException">400, 403 for one's own trade, 404, 409 when it is decided or has expired.</exception>
    public async Task<DecisionResponse> DecideAsync(
        Caller caller,
        string requestId,
        DecisionRequest decision,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        if (decision.Reason is { Length: > MaxReasonLength })
        {
            throw ProblemException.Invalid("reason", $"A reason has at most {MaxReasonLength} characters.");
        }

        var (request, tag) = await RequireAsync(requestId, cancellationToken);
        var now = time.GetUtcNow();
        var verdict = DecisionOf(caller, decision, now);
        if (request.Message.Order.SubmittedBy == verdict.ApproverId)
        {
            throw ProblemException.Forbidden("Nobody decides about a trade that they submitted: ask another approver.");
        }

        var decided = request with { Status = verdict.Result, Decision = verdict };
        if (request.Status == OversightStatus.Pending && now < request.ExpiresAt)
        {
            if (await requests.TryReplaceAsync(decided, tag, cancellationToken))
            {
                await ResumeAsync(decided, orchestrations, cancellationToken);
                return await AnswerAsync(decided, cancellationToken);
            }

            request = (await RequireAsync(requestId, cancellationToken)).Request;
        }

        // The same operation tried again is not too late: it finds its own decision.
        if (request.Decision is { } made && made.ApproverId == verdict.ApproverId && made.Result == verdict.Result)
        {
            if (!await trades.HasEndedAsync(request.AgentId, request.TradeId, cancellationToken))
            {
                await ResumeAsync(request, orchestrations, cancellationToken);
            }

            return await AnswerAsync(request, cancellationToken);
        }

        throw ProblemException.Conflict(
            "/problems/already-decided",
            request.Decision is { } first
                ? $"{first.Approver} {Word(first.Result)} this at {first.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: nothing is left to decide."
                : $"This expired at {request.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: the trade is not made."
        );
    }

    /// <summary>Rejects a request because its agent is wound up, unless it was decided.</summary>
    public Task WithdrawAsync(
        Caller caller,
        string requestId,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) =>
        WithdrawAsync(
            requestId,
            new(OversightStatus.Rejected, caller.UserId, caller.FullName, time.GetUtcNow(), "The agent is wound up."),
            orchestrations,
            cancellationToken
        );

    /// <summary>Rejects the request of a trade that cannot be carried out, stored before or not, unless it was decided.</summary>
    public async Task AbandonAsync(
        OversightRequest request,
        string reason,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var decision = new OversightDecision(
            OversightStatus.Rejected,
            "system",
            "The system",
            time.GetUtcNow(),
            reason
        );
        request = request with { Status = decision.Result, Decision = decision };
        if (await requests.TryAddAsync(request, cancellationToken))
        {
            await ResumeAsync(request, orchestrations, cancellationToken);
        }
        else
        {
            await WithdrawAsync(request.RequestId, decision, orchestrations, cancellationToken);
        }
    }

    private async Task WithdrawAsync(
        string requestId,
        OversightDecision decision,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        while (
            await requests.FindAsync(requestId, cancellationToken) is var (request, tag)
            && request.Status == OversightStatus.Pending
        )
        {
            var withdrawn = request with { Status = decision.Result, Decision = decision };
            if (await requests.TryReplaceAsync(withdrawn, tag, cancellationToken))
            {
                await ResumeAsync(withdrawn, orchestrations, cancellationToken);
                return;
            }
        }
    }

    /// <summary>Ends a request whose time is up as expired, unless it was decided; says where it stands.</summary>
    public async Task<OversightStatus> ExpireAsync(string requestId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (request, tag) = await RequireAsync(requestId, cancellationToken);
            if (request.Status != OversightStatus.Pending)
            {
                return request.Status;
            }

            var expired = request with
            {
                Status = OversightStatus.Expired,
                Decision = new(
                    OversightStatus.Expired,
                    "clock",
                    "The deadline",
                    request.ExpiresAt,
                    "Nobody decided in time."
                ),
            };
            if (await requests.TryReplaceAsync(expired, tag, cancellationToken))
            {
                return OversightStatus.Expired;
            }
        }
    }

    /// <summary>Sends a decided trade back to the queue, to be filled or to be cancelled with the reason, and tells of it.</summary>
    public async Task ReleaseAsync(string requestId, CancellationToken cancellationToken)
    {
        var (request, tag) = await RequireAsync(requestId, cancellationToken);
        var decision =
            request.Decision ?? throw new InvalidOperationException($"The request {requestId} is not decided yet.");
        var message = request.Message with { RequestId = requestId };
        message =
            decision.Result == OversightStatus.Approved
                ? message with
                {
                    Order = message.Order with { ApprovedBy = decision.ApproverId },
                }
                : message with
                {
                    CancelReason = Refusal(decision),
                };
        await storage.Queue(QueueNames.TradeOrders).SendMessageAsync(QueueMessages.Write(message), cancellationToken);
        await TellAsync(request, EventTypes.OversightDecision, cancellationToken);
        await requests.TryReplaceAsync(request with { Released = true }, tag, cancellationToken);
    }

    private static string Refusal(OversightDecision decision) =>
        decision.Result == OversightStatus.Expired
            ? "No approver decided within 10 minutes."
            : $"{decision.Approver} rejected it" + (decision.Reason is { Length: > 0 } why ? $": {why}" : ".");

    private static bool MaySee(Caller caller, OversightRequest request) =>
        caller.Role != Roles.Trader || request.Message.OwnerId == caller.UserId;

    private static OversightDecision DecisionOf(Caller caller, DecisionRequest decision, DateTimeOffset now)
    {
        var (id, name) =
            caller.Role == Roles.Service
                ? (decision.ApproverId ?? caller.UserId, decision.ApproverName ?? caller.FullName)
                : (caller.UserId, caller.FullName);
        var status =
            decision.Decision == OversightVerdict.Approved ? OversightStatus.Approved : OversightStatus.Rejected;
        return new(status, id, name, now, decision.Reason);
    }

    private static string Word(OversightStatus status) =>
        status == OversightStatus.Approved ? "approved"
        : status == OversightStatus.Rejected ? "rejected"
        : "ended";

    private async Task<(OversightRequest Request, Azure.ETag Tag)> RequireAsync(
        string requestId,
        CancellationToken cancellationToken
    ) =>
        await requests.FindAsync(requestId, cancellationToken)
        ?? throw ProblemException.NotFound("approval request", requestId);

    /// <summary>Wakes the orchestration of a decided request, and starts it where whoever stored the request did not.</summary>
    private async Task ResumeAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        await StartAsync(request, orchestrations, cancellationToken);
        await orchestrations.RaiseEventAsync(
            request.RequestId,
            DecidedEvent,
            request.Status.ToString(),
            cancellationToken
        );
    }

    private async Task<DecisionResponse> AnswerAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        var decision = request.Decision ?? throw new InvalidOperationException("A decided request has a decision.");
        var executed =
            decision.Result == OversightStatus.Approved && await WaitForFillAsync(request, cancellationToken);
        return new(
            request.RequestId,
            request.Status,
            new(
                decision.Result,
                decision.Approver,
                decision.DecidedAt,
                (long)(decision.DecidedAt - request.CreatedAt).TotalSeconds,
                decision.Reason
            ),
            executed,
            request.TradeId
        );
    }

    private async Task<bool> WaitForFillAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < FillPatience)
        {
            var trade = await trades.FindAsync(request.AgentId, request.TradeId, cancellationToken);
            if (trade is { Status: not (TradeStatus.Pending or TradeStatus.PendingApproval) })
            {
                return trade.Status == TradeStatus.Completed;
            }

            await Task.Delay(FillPoll, time, cancellationToken);
        }

        return false;
    }

    private async Task TellAsync(OversightRequest request, string type, CancellationToken cancellationToken)
    {
        var told = new AgentEvent(
            $"{request.RequestId}-{type}",
            type,
            request.AgentId,
            request.Message.OwnerId,
            request.Decision?.ApproverId,
            request.RequestId,
            request.Message.CorrelationId,
            time.GetUtcNow(),
            JsonSerializer.SerializeToElement(OversightRequestResponse.Of(request), ApiJson.Options)
        ).ToOutbox();
        await outbox.SendAsync(told, cancellationToken);
    }
}
