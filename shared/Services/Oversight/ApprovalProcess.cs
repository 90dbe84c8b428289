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
/// What happens to a request by itself: it is opened, reminded of, escalated, expired, and its trade is sent on its way. The
/// stored request is what decides: it leaves <c>pending</c> once, by a write that only the first can make; orchestrations,
/// clicks and retries only ever ask it. Every step may run twice.
/// </summary>
public sealed class ApprovalProcess(
    OversightStore requests,
    InstanceStorage storage,
    TimeProvider time,
    ILogger<ApprovalProcess> log
)
{
    /// <summary>The orchestration that waits for the decision or the deadline.</summary>
    public const string Orchestration = "TradeApproval";

    /// <summary>The event that wakes it.</summary>
    public const string DecidedEvent = "Decided";

    private const string System = "system";

    /// <summary>Stores a request, tells of it and starts its orchestration. Does again what a crash left undone.</summary>
    public async Task OpenAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var told = OversightEvents.Of(EventTypes.OversightRequested, request, null, request.CreatedAt);
        if (!await requests.TryAddAsync(request, told, cancellationToken))
        {
            request = (await requests.RequireAsync(request.RequestId, cancellationToken)).Request;
        }

        if (request.Status == OversightStatus.Pending && await StartAsync(request, orchestrations, cancellationToken))
        {
            // Whoever decided it meanwhile found nothing to wake, and carried it out by an orchestration that may have ended.
            request = (await requests.RequireAsync(request.RequestId, cancellationToken)).Request;
        }

        if (request.Status != OversightStatus.Pending)
        {
            await ResumeAsync(request, orchestrations, cancellationToken);
        }
    }

    /// <summary>
    /// Wakes the orchestration of a decided request, and starts it where whoever stored the request did not: it then waits for
    /// nobody, so that a process may die between any two of these steps.
    /// </summary>
    public async Task ResumeAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        if (await StartAsync(request, orchestrations, cancellationToken))
        {
            return;
        }

        try
        {
            await orchestrations.RaiseEventAsync(
                request.RequestId,
                DecidedEvent,
                request.Status.ToString(),
                cancellationToken
            );
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One that has ended since cannot be woken, which the client tells by an error of its transport.
            if (!(await requests.RequireAsync(request.RequestId, cancellationToken)).Request.Released)
            {
                throw;
            }
        }
    }

    /// <summary>
    /// Sends on their way the trades that were decided before <paramref name="cutoff"/> by somebody who did not live to wake
    /// the orchestration, and ends what an orchestration that failed left pending. For the maintenance timer.
    /// </summary>
    public async Task ResumeAllAsync(
        DateTimeOffset cutoff,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        await foreach (var request in requests.UnreleasedAsync(cutoff, cancellationToken))
        {
            log.LogWarning("The approval {RequestId} has ended and was not released: it is now.", request.RequestId);
            await ExpireAsync(request.RequestId, cancellationToken);
            var (ended, _) = await requests.RequireAsync(request.RequestId, cancellationToken);
            await ResumeAsync(ended, orchestrations, cancellationToken);
        }
    }

    /// <summary>At half of the time: tells again of a request that nobody has decided.</summary>
    public Task<OversightStatus> RemindAsync(string requestId, CancellationToken cancellationToken) =>
        ChangePendingAsync(
            requestId,
            EventTypes.OversightReminded,
            request => request.RemindedAt is null ? request with { RemindedAt = time.GetUtcNow() } : null,
            cancellationToken
        );

    /// <summary>At 80 % of the time: lets the next approvers decide too, and tells them.</summary>
    public Task<OversightStatus> EscalateAsync(string requestId, CancellationToken cancellationToken) =>
        ChangePendingAsync(
            requestId,
            EventTypes.OversightEscalated,
            request => request.EscalatedAt is null ? request with { EscalatedAt = time.GetUtcNow() } : null,
            cancellationToken
        );

    /// <summary>Ends a request whose time is up as expired, unless it was decided; says where it stands.</summary>
    public Task<OversightStatus> ExpireAsync(string requestId, CancellationToken cancellationToken) =>
        ChangePendingAsync(
            requestId,
            EventTypes.OversightExpired,
            request =>
                request with
                {
                    Status = OversightStatus.Expired,
                    Decision = new(
                        OversightStatus.Expired,
                        "clock",
                        "The deadline",
                        request.ExpiresAt,
                        0,
                        "Nobody decided in time."
                    ),
                },
            cancellationToken
        );

    /// <summary>Rejects a request because its agent is wound up, unless it was decided.</summary>
    public Task WithdrawAsync(
        Caller caller,
        string requestId,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) =>
        RejectAsync(
            requestId,
            Rejection(caller.UserId, caller.FullName, "The agent is wound up."),
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
        var decision = Rejection(System, "The system", reason);
        request = request with { Status = decision.Result, Decision = decision };
        var told = OversightEvents.Of(EventTypes.OversightDecided, request, null, decision.DecidedAt);
        if (await requests.TryAddAsync(request, told, cancellationToken))
        {
            await ResumeAsync(request, orchestrations, cancellationToken);
        }
        else
        {
            await RejectAsync(request.RequestId, decision, orchestrations, cancellationToken);
        }
    }

    /// <summary>Sends a decided trade back to the queue, to be filled or to be cancelled with the reason.</summary>
    public async Task ReleaseAsync(string requestId, CancellationToken cancellationToken)
    {
        var (request, tag) = await requests.RequireAsync(requestId, cancellationToken);
        var decision =
            request.Decision ?? throw new InvalidOperationException($"The request {requestId} is not decided yet.");
        var message =
            decision.Result == OversightStatus.Approved
                ? Approved(request, decision)
                : request.Message with
                {
                    RequestId = requestId,
                    CancelReason = Refusal(request, decision),
                    AvoidMinutes = decision.ApproverId == System ? 0 : request.RejectionPauseMinutes,
                };
        await storage.Queue(QueueNames.TradeOrders).SendMessageAsync(QueueMessages.Write(message), cancellationToken);
        await requests.TryReplaceAsync(request with { Released = true }, tag, null, cancellationToken);
    }

    private static TradeOrderMessage Approved(OversightRequest request, OversightDecision decision)
    {
        var order = request.Message.Order;
        return request.Message with
        {
            RequestId = request.RequestId,
            PriceShown = request.TradeDetails.Price,
            Order = order with
            {
                ApprovedBy = decision.ApproverId,
                Quantity = decision.Quantity,
                // Whoever agreed to fewer shares agreed to no further steps of the entry.
                PlannedQuantity = decision.Quantity < order.Quantity ? decision.Quantity : order.PlannedQuantity,
            },
        };
    }

    private OversightDecision Rejection(string byId, string by, string reason) =>
        new(OversightStatus.Rejected, byId, by, time.GetUtcNow(), 0, reason);

    private async Task RejectAsync(
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
            var rejected = request with { Status = decision.Result, Decision = decision };
            var told = OversightEvents.Of(
                EventTypes.OversightDecided,
                rejected,
                decision.ApproverId,
                decision.DecidedAt
            );
            if (await requests.TryReplaceAsync(rejected, tag, told, cancellationToken))
            {
                await ResumeAsync(rejected, orchestrations, cancellationToken);
                return;
            }
        }
    }

    /// <summary>Changes a request that is pending still and tells of it; a change of null means that there is nothing to do.</summary>
    private async Task<OversightStatus> ChangePendingAsync(
        string requestId,
        string eventType,
        Func<OversightRequest, OversightRequest?> change,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var (request, tag) = await requests.RequireAsync(requestId, cancellationToken);
            if (request.Status != OversightStatus.Pending || change(request) is not { } changed)
            {
                return request.Status;
            }

            var told = OversightEvents.Of(eventType, changed, null, time.GetUtcNow());
            if (await requests.TryReplaceAsync(changed, tag, told, cancellationToken))
            {
                return changed.Status;
            }
        }
    }

    /// <summary>False when it runs already.</summary>
    private async Task<bool> StartAsync(
        OversightRequest request,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                Orchestration,
                ApprovalInput.Of(request),
                new StartOrchestrationOptions(request.RequestId),
                cancellationToken
            );
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            log.LogDebug("The approval {RequestId} runs already.", request.RequestId);
            return false;
        }
    }

    private static string Refusal(OversightRequest request, OversightDecision decision) =>
        decision.Result == OversightStatus.Expired
            ? request.ExpiresAt - request.CreatedAt == OversightRequest.Lifetime
                ? "No approver decided within 10 minutes."
                : "No approver decided in time."
            : $"{decision.Approver} rejected it" + (decision.Reason is { Length: > 0 } why ? $": {why}" : ".");
}
