using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>
/// Takes trades from other systems that want a person asked (spec/1 section 5.3). Such a trade goes the way of every other, and
/// waits whatever the agent's rules say.
/// </summary>
public sealed class ApprovalDemands(
    TradeService service,
    TradeStore trades,
    OversightStore requests,
    AnnouncementStore announcements,
    TimeProvider time,
    SlackSettings? slack = null
)
{
    private static readonly TimeSpan OldestTrade = TimeSpan.FromDays(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlackPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Submits the trade and waits until its request is open. Safe to repeat: the trade's id tells it from every other.</summary>
    /// <exception cref="ProblemException">
    /// 400 with every field that is wrong; 402; 404; 409 when the agent can not trade, or has another trade of this id; 503 when
    /// the request is not open yet: ask again.
    /// </exception>
    public async Task<DemandedApproval> DemandAsync(
        Caller caller,
        ApprovalDemand demand,
        CancellationToken cancellationToken
    )
    {
        RefuseWrong(demand);
        var trade = demand.TradeDetails;
        var accepted = await service.SubmitAsync(
            caller,
            demand.AgentId,
            new TradeRequest(trade.Symbol, trade.Action, trade.Quantity),
            new AskedTrade(IdFor(demand), demand.Reason, demand.ExpiresAt),
            cancellationToken
        );
        if ((accepted.Symbol, accepted.Action) != (trade.Symbol, trade.Action))
        {
            throw ProblemException.Conflict(
                "/problems/trade-exists",
                $"Another trade of this agent was called {demand.TradeId} already: give this one an id of its own."
            );
        }

        var request = await OpenedAsync(accepted, cancellationToken);
        return new(
            request.RequestId,
            request.TradeId,
            request.Status,
            [.. request.Approvers.Select(approver => approver.Name)],
            await SlackMessageAsync(request, cancellationToken),
            request.CreatedAt,
            request.ExpiresAt
        );
    }

    /// <summary>The same for the same demand; two agents' trades never share one, whatever the other system calls them.</summary>
    private static string IdFor(ApprovalDemand demand) =>
        EntityId.Derive(
            IdPrefixes.Trade,
            EntityId.InstantOf(demand.TradeId),
            $"demand {demand.AgentId} {demand.TradeId}"
        );

    private void RefuseWrong(ApprovalDemand demand)
    {
        var now = time.GetUtcNow();
        var errors = new List<FieldError>();
        if (
            !EntityId.IsValid(demand.TradeId, IdPrefixes.Trade)
            || EntityId.InstantOf(demand.TradeId) < now - OldestTrade
            || EntityId.InstantOf(demand.TradeId) > now + ClockSkew
        )
        {
            errors.Add(
                new(
                    "tradeId",
                    "A trade's id is trd_ and 16 characters of 0-9 and a-z without i, l, o and u, the first of which say that it was made today."
                )
            );
        }

        if (!PlainText.IsWithin(demand.Reason, TradeOrderMessage.MaxAskReason))
        {
            errors.Add(
                new("reason", $"A reason is plain text of 1 to {TradeOrderMessage.MaxAskReason:N0} characters.")
            );
        }

        if (
            demand.ExpiresAt is { } end
            && (end < now + ShortestWait || end > now + OversightRequest.Lifetime + ClockSkew)
        )
        {
            errors.Add(new("expiresAt", "A request waits from half a minute to ten minutes."));
        }

        if (demand.TradeDetails.EstimatedValue < 0)
        {
            errors.Add(new("tradeDetails.estimatedValue", "A trade's value is not below 0."));
        }

        if (demand.RiskAssessment is { Score: < 0 or > 10 })
        {
            errors.Add(new("riskAssessment.score", "A risk score is 0 to 10."));
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }

    private async Task<OversightRequest> OpenedAsync(TradeRecord trade, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            if (await requests.FindAsync(OversightRequest.IdFor(trade.TradeId), cancellationToken) is var (request, _))
            {
                return request;
            }

            var now = await trades.FindAsync(trade.AgentId, trade.TradeId, cancellationToken);
            if (now is { Status: TradeStatus.Failed or TradeStatus.Cancelled, FailureReason: { } reason })
            {
                throw ProblemException.Conflict("/problems/trade-ended", reason);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        throw ProblemException.Unavailable("The trade is accepted and its request not open yet: send the same again.");
    }

    private async Task<string?> SlackMessageAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (slack is not null && time.GetElapsedTime(started) < SlackPatience)
        {
            var channel = slack.ChannelOf(request.AgentId, request.AgentName);
            if (await announcements.FindAsync(request.RequestId, channel, cancellationToken) is var (told, _))
            {
                return told.Timestamp;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        return null;
    }
}
