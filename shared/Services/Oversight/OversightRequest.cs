using AgentTrader.Core;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>A trade that waits for a person, what people said, and whether the trade was sent on its way since.</summary>
public sealed record OversightRequest
{
    /// <summary>How long a request waits before it expires as rejected (document 1, FR-013).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int MaxNotes = 50;

    public required string RequestId { get; init; }

    public required string AgentId { get; init; }

    public required string AgentName { get; init; }

    public OversightStatus Status { get; init; }

    public required TradeDetails TradeDetails { get; init; }

    /// <summary>Which rule stopped it, in one sentence.</summary>
    public required string Reason { get; init; }

    public RequestContent Content { get; init; } = RequestContent.None;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Market time when it was made.</summary>
    public required DateTimeOffset MarketTime { get; init; }

    public required TradeOrderMessage Message { get; init; }

    /// <summary>How many of whom must say yes, each of them; one no ends it.</summary>
    public IReadOnlyList<NamedQuorum> Quorums { get; init; } = [new(1, [], [])];

    /// <summary>Who has said yes so far.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Questions and answers, oldest first.</summary>
    public IReadOnlyList<OversightNote> Notes { get; init; } = [];

    /// <summary>For how many minutes of the market the agent leaves the same direction alone after a no.</summary>
    public int RejectionPauseMinutes { get; init; }

    public DateTimeOffset? RemindedAt { get; init; }

    public DateTimeOffset? EscalatedAt { get; init; }

    public OversightDecision? Decision { get; init; }

    public bool Released { get; init; }

    /// <summary>Who may decide; empty when every approver may.</summary>
    public IReadOnlyList<Approver> Approvers =>
        Quorums.Any(quorum => quorum.Approvers.Count == 0)
            ? []
            : [.. Quorums.SelectMany(quorum => quorum.Approvers).Distinct()];

    /// <summary>Who may decide too once the request is escalated.</summary>
    public IReadOnlyList<Approver> EscalationApprovers =>
        [.. Quorums.SelectMany(quorum => quorum.EscalationApprovers).Distinct()];

    /// <summary>How many approvals it needs at the least, given ones included; where quorums ask for different people, more.</summary>
    public int RequiredApprovals => Approvals.Count + Quorums.Max(quorum => quorum.StateIn(this).Missing);

    public string TradeId => Message.Order.TradeId;

    /// <summary>When approvers are reminded: at half of the time.</summary>
    public DateTimeOffset RemindAt => CreatedAt + ((ExpiresAt - CreatedAt) / 2);

    /// <summary>When the next approvers are asked: at 80 % of the time.</summary>
    public DateTimeOffset EscalateAt => CreatedAt + ((ExpiresAt - CreatedAt) * 0.8);

    /// <summary>The request of a trade; a trade has at most one.</summary>
    public static string IdFor(string tradeId) =>
        EntityId.Derive(IdPrefixes.Oversight, EntityId.InstantOf(tradeId), tradeId);

    /// <param name="agent">Whose trade.</param>
    /// <param name="message">The order as it came.</param>
    /// <param name="price">Dollars a share now.</param>
    /// <param name="reason">Which rule stopped it.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="marketTime">Market time.</param>
    public static OversightRequest For(
        AgentRecord agent,
        TradeOrderMessage message,
        decimal price,
        string reason,
        DateTimeOffset now,
        DateTimeOffset marketTime
    ) =>
        new()
        {
            RequestId = IdFor(message.Order.TradeId),
            AgentId = agent.AgentId,
            AgentName = agent.Settings.Name,
            TradeDetails = new(
                message.Order.Symbol,
                message.Order.Action,
                message.Order.Quantity,
                Money.ToCents(price * message.Order.Quantity),
                price,
                message.Order.PlannedQuantity > message.Order.Quantity ? message.Order.PlannedQuantity : null
            ),
            Reason = reason,
            CreatedAt = now,
            ExpiresAt = message.AskUntil is { } until && until < now + Lifetime ? Later(until, now) : now + Lifetime,
            MarketTime = marketTime,
            Message = message,
        };

    /// <summary>A deadline that has passed already ends the request at once, and not before it was made.</summary>
    private static DateTimeOffset Later(DateTimeOffset until, DateTimeOffset now) => until > now ? until : now;

    /// <summary>The request with one more note; null when it holds that note already.</summary>
    /// <exception cref="ProblemException">409 when there are as many notes as a request keeps.</exception>
    public OversightRequest? With(OversightNote note) =>
        Notes.Any(kept => kept.NoteId == note.NoteId) ? null
        : Notes.Count < MaxNotes ? this with { Notes = [.. Notes, note] }
        : throw ProblemException.Conflict(
            "/problems/too-many-notes",
            $"This request has {MaxNotes} notes, as many as it keeps: decide it, or let it expire."
        );

    /// <summary>Whether the rules let this user decide now. Whether the user's role does is another question.</summary>
    public bool MayBeDecidedBy(string userId) =>
        Approvers.Count == 0
        || Approvers.Any(approver => approver.UserId == userId)
        || (EscalatedAt is not null && EscalationApprovers.Any(approver => approver.UserId == userId));
}
