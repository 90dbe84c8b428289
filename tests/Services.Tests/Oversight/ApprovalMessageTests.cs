using System.Text.Json.Nodes;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Emulator.Slack;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Oversight.Slack;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Tests.Oversight;

/// <summary>What approvers see in Slack, held against Slack's published limits.</summary>
public sealed class ApprovalMessageTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);
    private static readonly Uri Address = new("https://desk.example/#/oversight");

    /// <summary>Names and reasons that people with bad intentions, or with other alphabets, would choose.</summary>
    public static TheoryData<string> Hostile =>
        [
            "<!channel> <@U123> <https://evil.example|click>",
            "&lt;!channel&gt; & *bold* _it_ ~s~ `code` :bomb:",
            new string('&', 10_000),
            new string('x', 10_000),
            string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 2_000)),
            "\u202Eexe.gpj\u202C שלום עליכם " + new string('ש', 10_000),
            "\u0000\u001b[2J\r\n\t",
            "",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_of_anybody_breaks_a_message_or_means_anything_to_Slack(string text)
    {
        foreach (var status in Enum.GetValues<OversightStatus>())
        {
            var message = ApprovalMessage.Of(Request(text, status), Address, new Uri("https://desk.example/a.png"));
            Assert.Empty(BlockRules.OfMessage(message.Blocks));
            var json = message.Blocks.ToJsonString(Readable) + SlackText.Fit(message.Text, SlackBlocks.MaxSection);
            Assert.DoesNotContain("<!", json, StringComparison.Ordinal);
            Assert.DoesNotContain("<@", json, StringComparison.Ordinal);
            Assert.DoesNotContain("<http", json, StringComparison.Ordinal);
            Assert.DoesNotContain("mrkdwn", json, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', json);
            Assert.True(message.Blocks.Count <= SlackBlocks.MaxInMessage);
        }
    }

    [Theory]
    [InlineData(SlackActionIds.Reject)]
    [InlineData(SlackActionIds.Reduce)]
    [InlineData(SlackActionIds.Ask)]
    public void Each_form_is_within_Slacks_limits(string action)
    {
        var form = ApprovalForms.For(action, new("ovr_0000000000000000", Order.MaxQuantity, "C0123456789"));
        Assert.Empty(BlockRules.OfForm(form!));
    }

    [Fact]
    public void A_pending_request_shows_what_an_approver_needs_and_can_be_answered()
    {
        var message = ApprovalMessage.Of(Request("Desk", OversightStatus.Pending), Address, null);
        var text = message.Blocks.ToJsonString(Readable);
        string[] facts =
        [
            "Approval needed: buy 500 TSLA",
            "Agent\\nDesk",
            "$75,000.00 at about $150.00 a share",
            "7.2 of 10, high",
            "35.5% of the portfolio",
            "+$9,000.00",
            "-$4,500.00",
            "15:10:00 UTC",
            "1 of 2",
            "concentration 8.9",
        ];
        Assert.All(facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
        Assert.Equal(
            (string[])
                [
                    SlackActionIds.Approve,
                    SlackActionIds.Reduce,
                    SlackActionIds.Reject,
                    SlackActionIds.Ask,
                    SlackActionIds.Open,
                ],
            Buttons(message).Select(button => (string)button!["action_id"]!)
        );
        Assert.Equal("ovr_0000000000000000|500", (string?)Buttons(message)[0]!["value"]);
    }

    [Theory]
    [InlineData(
        OversightStatus.Approved,
        "Approved for 200 of 500 shares by Aron Approver at 15:01:05 UTC. Reason: Fine."
    )]
    [InlineData(OversightStatus.Rejected, "Rejected by Aron Approver at 15:01:05 UTC. Reason: Fine.")]
    [InlineData(OversightStatus.Expired, "Expired at 15:01:05 UTC")]
    public void A_decided_request_says_who_decided_and_when_and_asks_no_more(OversightStatus status, string sentence)
    {
        var message = ApprovalMessage.Of(Request("Desk", status), Address, null);
        Assert.Contains(sentence, message.Blocks.ToJsonString(Readable), StringComparison.Ordinal);
        Assert.Equal(SlackActionIds.Open, (string?)Assert.Single(Buttons(message))!["action_id"]);
    }

    private static System.Text.Json.JsonSerializerOptions Readable { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonArray Buttons(ApprovalMessage message) =>
        message.Blocks.Single(block => (string?)block!["type"] == "actions")!["elements"]!.AsArray();

    private static OversightRequest Request(string text, OversightStatus status) =>
        new()
        {
            RequestId = "ovr_0000000000000000",
            AgentId = "agt_0000000000000000",
            AgentName = text,
            Status = status,
            TradeDetails = new("TSLA", TradeAction.Buy, 500, 75_000m, 150m),
            Reason = text,
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(10),
            MarketTime = Now,
            Approvals = [new("usr_1", text, Now, 500, text)],
            Quorums = [new(2, [.. Enumerable.Repeat(new Approver("usr_1", text), 30)], [])],
            Notes = [.. Enumerable.Repeat(new OversightNote("not_1", "usr_1", text, Now, text), 50)],
            Content = new(
                new RiskAssessment(
                    7.2,
                    [new(RiskKind.Concentration, 8.9, 35.5)],
                    35.5m,
                    PortfolioImpact.High,
                    0.4,
                    -4_500m,
                    9_000m
                ),
                [new("TSLA", 1_000m, 1m)],
                [new("TSLA", 76_000m, 76m)],
                [.. Enumerable.Repeat(new SimilarTrade("trd_1", 5, TradeStatus.Failed, Now, null, null, null, text), 5)]
            ),
            Message = new TradeOrderMessage(
                new Order
                {
                    TradeId = "trd_0000000000000000",
                    AgentId = "agt_0000000000000000",
                    Symbol = "TSLA",
                    Action = TradeAction.Buy,
                    Quantity = 500,
                    SubmittedAt = Now,
                    Reasoning = text,
                },
                "usr_2"
            ),
            Decision =
                status == OversightStatus.Pending
                    ? null
                    : new(
                        status,
                        "usr_1",
                        text == "Desk" ? "Aron Approver" : text,
                        Now.AddSeconds(65),
                        status == OversightStatus.Approved ? 200 : 0,
                        text == "Desk" ? "Fine." : text
                    ),
        };
}
