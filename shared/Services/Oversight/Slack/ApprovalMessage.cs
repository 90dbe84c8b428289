using System.Globalization;
using System.Text.Json.Nodes;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight.Pictures;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>An approval request as a Slack message: what an approver needs, and buttons while it waits (document 1, FR-013 and FR-014).</summary>
/// <param name="Text">For notifications and screen readers.</param>
/// <param name="Blocks">What is shown.</param>
public sealed record ApprovalMessage(string Text, JsonArray Blocks)
{
    private const int MaxNotes = 3;

    // Slack refuses about 13,000 characters of blocks, however they are divided: these stay below it together.
    private const int MaxReasoning = 1200;
    private const int MaxReason = 600;
    private const int MaxFact = 300;

    /// <param name="request">As it stands.</param>
    /// <param name="dashboard">Where the request can be looked at; null when the instance has no public address.</param>
    /// <param name="picture">The allocation before and after; null for none.</param>
    public static ApprovalMessage Of(OversightRequest request, Uri? dashboard, Uri? picture)
    {
        var title = $"{State(request)}: {Trade(request)}";
        var blocks = new List<JsonObject>
        {
            SlackBlocks.Header(title),
            SlackBlocks.Section(SlackText.Quote(request.Reason, MaxReason), MaxReason),
        };
        blocks.Add(SlackBlocks.Fields(MaxFact, Facts(request)));
        if (request.Message.Order.Reasoning is { Length: > 0 } reasoning)
        {
            blocks.Add(
                SlackBlocks.Section($"Why the agent wants it: {SlackText.Quote(reasoning, MaxReasoning)}", MaxReasoning)
            );
        }

        if (Risks(request) is { } risks)
        {
            blocks.Add(SlackBlocks.Context(risks));
        }

        if (picture is not null)
        {
            var content = request.Content;
            var description = AllocationPicture.Describe(content.AllocationBefore, content.AllocationAfter);
            blocks.Add(SlackBlocks.Image(picture, description));
        }

        if (request.Content.SimilarTrades is { Count: > 0 } similar)
        {
            blocks.Add(
                SlackBlocks.Section(
                    "Similar trades before:\n" + string.Join('\n', similar.Take(3).Select(Line)),
                    MaxReason
                )
            );
        }

        blocks.AddRange(
            request
                .Notes.TakeLast(MaxNotes)
                .Select(note =>
                    SlackBlocks.Section(
                        $"{SlackText.Quote(note.Name)} {Said(note)}: {SlackText.Quote(note.Text, MaxReason)}",
                        MaxReason
                    )
                )
        );
        if (request.Decision is { } decision)
        {
            blocks.Add(SlackBlocks.Section(Ended(request, decision), 2 * MaxReason));
        }

        if (Buttons(request, dashboard) is { Count: > 0 } buttons)
        {
            blocks.Add(SlackBlocks.Actions(buttons));
        }

        return new($"{title} for {SlackText.Quote(request.AgentName)}", new JsonArray([.. blocks]));
    }

    /// <summary>How a request ended, in one sentence.</summary>
    public static string Ended(OversightRequest request, OversightDecision decision)
    {
        var (who, at) = (SlackText.Quote(decision.Approver), Time(decision.DecidedAt));
        var why = decision.Reason is { Length: > 0 } reason ? $" Reason: {SlackText.Quote(reason, MaxReason)}" : "";
        return decision.Result switch
        {
            OversightStatus.Approved when decision.Quantity < request.TradeDetails.Quantity =>
                $"Approved for {Number(decision.Quantity)} of {Number(request.TradeDetails.Quantity)} shares by {who} at {at}.{why}",
            OversightStatus.Approved => $"Approved by {who} at {at}.{why}",
            OversightStatus.Rejected => $"Rejected by {who} at {at}.{why}",
            _ => $"Expired at {at}: nobody decided in time, so the trade is not made.",
        };
    }

    /// <summary>What somebody did who said this.</summary>
    public static string Said(OversightNote note) => note.IsAnswer ? "answers" : "asks";

    /// <summary>The facts as lines of text.</summary>
    public static string Lines(OversightRequest request) =>
        string.Join(Environment.NewLine, Facts(request).Select(fact => $"{fact.Name}: {fact.Value}"));

    /// <summary>The trade in a few words, such as <c>buy 500 TSLA</c>.</summary>
    public static string Trade(OversightRequest request)
    {
        var trade = request.TradeDetails;
        return $"{(trade.Action == TradeAction.Buy ? "buy" : "sell")} {Number(trade.Quantity)} {trade.Symbol}";
    }

    private static string State(OversightRequest request) =>
        request.Status switch
        {
            OversightStatus.Pending when request.EscalatedAt is not null => "Approval overdue",
            OversightStatus.Pending => "Approval needed",
            _ => request.Status.ToString(),
        };

    private static IEnumerable<(string Name, string Value)> Facts(OversightRequest request)
    {
        var trade = request.TradeDetails;
        yield return ("Agent", SlackText.Quote(request.AgentName));
        yield return ("Value", $"{Dollars(trade.EstimatedValue)} at about {Dollars(trade.Price)} a share");
        if (trade is { EntryQuantity: { } all, EntryValue: { } value })
        {
            yield return (
                "Step of an entry",
                $"{Number(all)} shares for {Dollars(value)} in all: a yes is a yes to all of them"
            );
        }

        if (request.Content.RiskAssessment is { } risk)
        {
            yield return (
                "Risk",
                Invariant($"{risk.Score:0.0} of 10, {risk.PortfolioImpact.ToString().ToLowerInvariant()}")
            );
            yield return ("Concentration afterwards", Invariant($"{risk.PositionConcentration:0.0}% of the portfolio"));
            yield return ("If it goes well", Signed(risk.EstimatedProfit));
            yield return ("If it goes badly", Signed(risk.EstimatedLoss));
        }

        if (request.Status != OversightStatus.Pending)
        {
            yield break;
        }

        yield return ("Decide by", Time(request.ExpiresAt));
        var quorums = request.Quorums.Select(quorum => quorum.StateIn(request)).ToList();
        yield return (
            "Who may decide",
            SlackText.Quote(string.Join("; ", quorums.Select(quorum => Names(quorum, quorums.Count))), MaxReason)
        );
        if (quorums is [{ Required: > 1 } only])
        {
            yield return ("Approvals", Invariant($"{only.Given} of {only.Required}"));
        }
    }

    /// <summary>Who counts, and where there are several quorums how many of them have said yes.</summary>
    private static string Names(QuorumState quorum, int quorums)
    {
        var names =
            quorum.Approvers.Count == 0 ? "any approver" : string.Join(", ", quorum.Approvers.Select(one => one.Name));
        return quorums > 1 ? Invariant($"{quorum.Given} of {quorum.Required}: {names}")
            : quorum.Approvers.Count == 0 ? "Any approver"
            : names;
    }

    private static string? Risks(OversightRequest request) =>
        request.Content.RiskAssessment is { Parts.Count: > 0 } risk
            ? "Risk by part: "
                + string.Join(
                    ", ",
                    risk.Parts.Select(part => Invariant($"{part.Kind.ToString().ToLowerInvariant()} {part.Score:0.0}"))
                )
            : null;

    private static string Line(SimilarTrade trade) =>
        $"{trade.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Number(trade.Quantity)} shares, "
        + (
            trade.RealizedPnL is { } profit ? Signed(profit)
            : trade.ChangePercent is { } change ? Invariant($"{change:+0.0;-0.0;0.0}% since")
            : $"{trade.Status.ToString().ToLowerInvariant()}. {SlackText.Quote(trade.Reason ?? "", 120)}"
        );

    private static List<JsonObject> Buttons(OversightRequest request, Uri? dashboard)
    {
        var buttons = new List<JsonObject>();
        if (request.Status == OversightStatus.Pending)
        {
            var value = ApprovalForms.ValueOf(request);
            buttons.Add(SlackBlocks.Button("Approve", SlackActionIds.Approve, value, "primary"));
            if (request.TradeDetails.Quantity > 1)
            {
                buttons.Add(SlackBlocks.Button("Approve fewer…", SlackActionIds.Reduce, value));
            }

            buttons.Add(SlackBlocks.Button("Reject…", SlackActionIds.Reject, value, "danger"));
            buttons.Add(SlackBlocks.Button("Ask…", SlackActionIds.Ask, value));
        }

        if (dashboard is not null)
        {
            buttons.Add(SlackBlocks.Link("More info", SlackActionIds.Open, dashboard));
        }

        return buttons;
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(long number) => Invariant($"{number:N0}");

    private static string Dollars(decimal dollars) => Invariant($"${dollars:N2}");

    private static string Signed(decimal dollars) => Invariant($"{(dollars < 0 ? "-" : "+")}${Math.Abs(dollars):N2}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
