using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Oversight;

/// <summary>What one person says to a request, checked as far as it can be without the request.</summary>
/// <param name="Operation">The same for the same request tried again.</param>
internal sealed record Statement(
    OversightVerdict Verdict,
    string UserId,
    string Name,
    string? Reason,
    long? Quantity,
    Operation Operation
)
{
    public const int MaxReasonLength = 1000;
    private const int MaxNameLength = 100;

    /// <exception cref="ProblemException">400 with the field that is wrong; 403 for a role that decides nothing.</exception>
    public static Statement Of(Caller caller, DecisionRequest said)
    {
        if (caller.Role is not (Roles.Approver or Roles.Service))
        {
            throw ProblemException.Forbidden("Only approvers decide about trades: ask one.");
        }

        if (!string.IsNullOrWhiteSpace(said.Reason) && !PlainText.IsWithin(said.Reason, MaxReasonLength))
        {
            throw ProblemException.Invalid(
                "reason",
                $"A reason is plain text of at most {MaxReasonLength} characters."
            );
        }

        if (said.Decision == OversightVerdict.InfoRequested && string.IsNullOrWhiteSpace(said.Reason))
        {
            throw ProblemException.Invalid("reason", "A question needs words: say what you want to know.");
        }

        if (said.Quantity is not null && (said.Decision != OversightVerdict.Approved || said.Quantity < 1))
        {
            throw ProblemException.Invalid("quantity", "A quantity goes with an approval and is at least 1 share.");
        }

        if (!Names.IsNameOrNone(said.ApproverId))
        {
            throw ProblemException.Invalid(
                "approverId",
                "A user's id is up to 256 letters, digits and . _ - @ + : signs."
            );
        }

        if (said.ApproverName is { } written && (written.Length > MaxNameLength || written.Any(char.IsControl)))
        {
            throw ProblemException.Invalid(
                "approverName",
                $"A name is one line of at most {MaxNameLength} characters."
            );
        }

        var (id, name) =
            caller.Role == Roles.Service
                ? (said.ApproverId ?? caller.UserId, said.ApproverName ?? caller.FullName)
                : (caller.UserId, caller.FullName);
        return new(said.Decision, id, name, said.Reason, said.Quantity, caller.Operation);
    }

    /// <exception cref="ProblemException">400 for more shares than asked for; 403 for one's own trade, or another's to decide.</exception>
    public void RefuseUnlessAllowed(OversightRequest request)
    {
        if (request.Message.Order.SubmittedBy == UserId)
        {
            throw ProblemException.Forbidden("Nobody decides about a trade that they submitted: ask another approver.");
        }

        if (!request.MayBeDecidedBy(UserId))
        {
            var who = string.Join(", ", request.Approvers.Select(approver => approver.Name));
            throw ProblemException.Forbidden($"The agent's rules name who decides about this trade: ask {who}.");
        }

        if (Quantity > request.TradeDetails.Quantity)
        {
            throw ProblemException.Invalid(
                "quantity",
                $"The trade is about {request.TradeDetails.Quantity:N0} shares: approve as many, or fewer."
            );
        }
    }

    /// <summary>Whether the request ended by this very decision, or holds this approval of several.</summary>
    public bool IsIn(OversightRequest request) =>
        Verdict switch
        {
            OversightVerdict.InfoRequested => false,
            OversightVerdict.Approved => request.Status is OversightStatus.Pending or OversightStatus.Approved
                && request.Approvals.Any(made => made.ApproverId == UserId && made.Quantity == QuantityOf(request)),
            _ => request.Decision is { Result: OversightStatus.Rejected } made && made.ApproverId == UserId,
        };

    /// <summary>The pending request after this was said, and what is told of it; null when it had been said before.</summary>
    /// <exception cref="ProblemException">409 when there are as many notes as a request keeps, or this approver has said yes to another quantity.</exception>
    public (OversightRequest Request, AgentEvent Told)? ApplyTo(OversightRequest request, DateTimeOffset now) =>
        Verdict switch
        {
            OversightVerdict.InfoRequested => Noted(request, now),
            OversightVerdict.Approved => Approved(request, now),
            _ => Ended(request, OversightStatus.Rejected, Name, 0, now),
        };

    private long QuantityOf(OversightRequest request) => Quantity ?? request.TradeDetails.Quantity;

    private (OversightRequest, AgentEvent)? Noted(OversightRequest request, DateTimeOffset now)
    {
        var noteId = OversightNote.IdFor(Operation);
        return request.With(new(noteId, UserId, Name, now, Reason ?? "")) is { } noted
            ? (noted, OversightEvents.Of(EventTypes.OversightInfoRequested, noted, UserId, now, noteId))
            : null;
    }

    private (OversightRequest, AgentEvent)? Approved(OversightRequest request, DateTimeOffset now)
    {
        if (IsIn(request))
        {
            return null;
        }

        if (request.Approvals.FirstOrDefault(made => made.ApproverId == UserId) is { } mine)
        {
            throw ProblemException.Conflict(
                "/problems/already-approved",
                $"You approved {mine.Quantity:N0} shares already: another approver must say yes too."
            );
        }

        var approval = new Approval(UserId, Name, now, QuantityOf(request), Reason);
        var approved = request with { Approvals = [.. request.Approvals, approval] };
        if (approved.Approvals.Count < approved.RequiredApprovals)
        {
            return (approved, OversightEvents.Of(EventTypes.OversightVoted, approved, UserId, now, UserId));
        }

        // What all of them agree to is the least that any of them does.
        var names = string.Join(", ", approved.Approvals.Select(made => made.Approver));
        var quantity = approved.Approvals.Min(made => made.Quantity);
        return Ended(approved, OversightStatus.Approved, names, quantity, now);
    }

    private (OversightRequest, AgentEvent) Ended(
        OversightRequest request,
        OversightStatus result,
        string names,
        long quantity,
        DateTimeOffset now
    )
    {
        var ended = request with { Status = result, Decision = new(result, UserId, names, now, quantity, Reason) };
        return (ended, OversightEvents.Of(EventTypes.OversightDecided, ended, UserId, now));
    }
}
