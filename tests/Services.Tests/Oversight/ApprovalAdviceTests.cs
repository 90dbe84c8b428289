using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Oversight.Analytics;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Tests.Oversight;

/// <summary>What could be better about approvals is said once in figures and once in English, and the two agree.</summary>
public sealed class ApprovalAdviceTests
{
    private static readonly DateTimeOffset Morning = new(2025, 3, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_threshold_below_which_nothing_was_refused_is_worth_raising()
    {
        List<OversightRequest> requests =
        [
            .. Enumerable.Repeat(Decided(OversightStatus.Approved, 60_000m), 3),
            .. Enumerable.Repeat(Decided(OversightStatus.Rejected, 80_000m), 7),
        ];
        var found = ApprovalStatistics.Of(requests);
        Assert.Equal([new(AdviceKind.RaiseThreshold, 75_000m, 30)], found.Advice);
        Assert.Equal(
            ["Increase the approval threshold to $75,000 to reduce requests by 30 %: every one below it was approved."],
            found.Recommendations
        );
    }

    [Fact]
    public void A_step_of_an_entry_counts_as_the_entry_that_the_rules_look_at()
    {
        var step = Decided(OversightStatus.Rejected, 60_000m);
        step = step with { TradeDetails = step.TradeDetails with { EntryQuantity = 2 } };
        var found = ApprovalStatistics.Of([step, .. Enumerable.Repeat(Decided(OversightStatus.Approved, 80_000m), 9)]);
        Assert.Equal([new(AdviceKind.RaiseThreshold, 100_000m, 90)], found.Advice);
    }

    [Fact]
    public void Requests_that_expire_want_more_approvers()
    {
        List<OversightRequest> requests =
        [
            .. Enumerable.Repeat(Decided(OversightStatus.Rejected, 100m), 6),
            Decided(OversightStatus.Expired, 100m),
        ];
        var found = ApprovalStatistics.Of(requests);
        Assert.Equal([new(AdviceKind.Expired, Percent: 14.29)], found.Advice);
        Assert.Equal(
            ["14 % of the requests expired undecided: name more approvers to escalate to."],
            found.Recommendations
        );
    }

    [Fact]
    public void A_slow_hour_and_a_slow_approver_are_named_with_their_waits()
    {
        List<OversightRequest> requests =
        [
            .. Enumerable.Repeat(Decided(OversightStatus.Rejected, 100m, seconds: 10), 9),
            .. Enumerable.Repeat(Decided(OversightStatus.Rejected, 100m, seconds: 100, "Bea", hours: 6), 3),
        ];
        var found = ApprovalStatistics.Of(requests);
        Assert.Equal(
            [
                new(AdviceKind.SlowHour, Hour: 15, Seconds: 100),
                new(AdviceKind.SlowApprover, Seconds: 100, Approver: "Bea"),
            ],
            found.Advice
        );
        Assert.Equal(
            [
                "Requests made between 15:00 and 15:59 UTC wait 100 seconds on average: have an approver on duty then.",
                "Bea takes 100 seconds on average, more than twice as long as all together: let somebody else be asked too.",
            ],
            found.Recommendations
        );
    }

    [Fact]
    public void Each_who_said_yes_counts_where_several_had_to_and_so_does_who_said_no_after_one()
    {
        var approved = Decided(OversightStatus.Approved, 100m, seconds: 60, "Bea");
        approved = approved with { Approvals = [Yes(approved, "Ann", 10), Yes(approved, "Bea", 60)] };
        var rejected = Decided(OversightStatus.Rejected, 100m, seconds: 30, "Bea");
        rejected = rejected with { Approvals = [Yes(rejected, "Ann", 20)] };
        Assert.Equal(
            [new("usr_Ann", "Ann", 2, 2, 15), new("usr_Bea", "Bea", 2, 1, 45)],
            ApprovalStatistics.Of([approved, rejected]).ApproverPerformance
        );
    }

    [Fact]
    public void A_few_requests_advise_nothing() =>
        Assert.Empty(ApprovalStatistics.Of([.. Enumerable.Repeat(Decided(OversightStatus.Expired, 100m), 4)]).Advice);

    private static Approval Yes(OversightRequest request, string approver, int seconds) =>
        new("usr_" + approver, approver, request.CreatedAt.AddSeconds(seconds), 1, null);

    private static OversightRequest Decided(
        OversightStatus status,
        decimal value,
        int seconds = 10,
        string approver = "Ann",
        int hours = 0
    )
    {
        var at = Morning.AddHours(hours);
        var tradeId = EntityId.Derive(IdPrefixes.Trade, at, approver);
        return new()
        {
            RequestId = OversightRequest.IdFor(tradeId),
            AgentId = "agt_0000000000000000",
            AgentName = "Desk",
            Status = status,
            TradeDetails = new("KO", TradeAction.Buy, 1, value, value),
            Reason = "Large.",
            CreatedAt = at,
            ExpiresAt = at.AddMinutes(10),
            MarketTime = at,
            Message = new TradeOrderMessage(
                new Order
                {
                    TradeId = tradeId,
                    AgentId = "agt_0000000000000000",
                    Symbol = "KO",
                    Action = TradeAction.Buy,
                    Quantity = 1,
                    SubmittedAt = at,
                },
                "usr_0000000000000000"
            ),
            Decision = new(status, "usr_" + approver, approver, at.AddSeconds(seconds), 0, null),
        };
    }
}
