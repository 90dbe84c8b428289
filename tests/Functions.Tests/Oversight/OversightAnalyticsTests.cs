using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Figures about approvals, on a host and clock of their own so that every number is known.</summary>
public sealed class OversightAnalyticsTests(ClockedProduct app) : IClassFixture<ClockedProduct>
{
    private ApiClient Admin => app.Product.NewUser(Roles.Admin);

    [Fact]
    public async Task Requests_are_counted_timed_and_advised_on()
    {
        var approver = app.Product.NewUser(Roles.Approver);
        var agents = new List<TestAgent>();
        foreach (var (shares, seconds, verdict) in Requests)
        {
            var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 100_000m, 100m);
            agents.Add(agent);
            var trade = await agent.AcceptedAsync("buy", "KO", shares);
            var request = await agent.PendingApprovalAsync();
            Assert.Equal(1, Number(await Admin.GetAsync("oversight/queue"), "pending"));
            app.Clock.Advance(TimeSpan.FromSeconds(seconds));
            if (verdict is not null)
            {
                var answer = await approver.PostAsync(
                    $"oversight/requests/{request}/decision",
                    new { decision = verdict }
                );
                Assert.Equal(200, answer.Status);
            }

            await Eventually.GetAsync(
                () => agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"),
                found => found["status"] is "completed" or "cancelled"
            );
        }

        var analytics = await Admin.GetAsync("oversight/analytics?timeRange=1D");
        var summary = analytics.Body.GetProperty("summary");
        Assert.Equal(
            (7, 4, 2, 1, 57.14),
            (
                summary.GetProperty("totalRequests").GetInt32(),
                summary.GetProperty("approved").GetInt32(),
                summary.GetProperty("rejected").GetInt32(),
                summary.GetProperty("expired").GetInt32(),
                summary.GetProperty("approvalRate").GetDouble()
            )
        );
        // 10, 20, 30, 40, 50 and 60 seconds, and a little for the machine.
        Assert.InRange(summary.GetProperty("avgApprovalTime").GetDouble(), 35, 45);
        var latency = analytics.Body.GetProperty("latency");
        Assert.InRange(latency.GetProperty("p50").GetDouble(), 30, 40);
        Assert.InRange(latency.GetProperty("p95").GetDouble(), 60, 70);
        var performance = Assert.Single(analytics.Body.GetProperty("approverPerformance").EnumerateArray());
        Assert.Equal(
            (approver.UserId, 6, 4),
            (
                performance.GetProperty("approverId").GetString(),
                performance.GetProperty("requests").GetInt32(),
                performance.GetProperty("approved").GetInt32()
            )
        );
        Assert.Equal(
            7,
            analytics.Body.GetProperty("trends").EnumerateArray().Sum(day => day.GetProperty("requests").GetInt32())
        );
        Assert.Equal(
            7,
            analytics
                .Body.GetProperty("bottlenecks")
                .EnumerateArray()
                .Sum(hour => hour.GetProperty("requests").GetInt32())
        );
        var advice = string.Join('\n', analytics.Body.GetProperty("recommendations").EnumerateArray());
        Assert.Contains("to reduce requests by 43 %", advice, StringComparison.Ordinal);
        Assert.Contains("14 % of the requests expired", advice, StringComparison.Ordinal);
        var first = analytics.Body.GetProperty("advice")[0];
        Assert.Equal(
            ("raise_threshold", 42.86),
            (first.GetProperty("kind").GetString(), first.GetProperty("percent").GetDouble())
        );
        Assert.True(first.GetProperty("threshold").GetDecimal() > 0, first.ToString());

        var whatIf = await Admin.GetAsync("oversight/analytics/what-if?autoApproveBelow=1000&timeRange=1D");
        Assert.Equal((7, 3), (Number(whatIf, "totalRequests"), Number(whatIf, "requestsSaved")));
        Assert.Equal(0m, whatIf.Money("refusedValue"));
        Assert.InRange(whatIf.Money("moneyExposed"), 5 * 60m, 15 * 80m);
        Assert.Equal(0, Number(await Admin.GetAsync("oversight/queue"), "pending"));
        await ComparedAsync(agents[^2], approved: 0);
        await ComparedAsync(agents[0], approved: 1);
    }

    [Theory]
    [InlineData("oversight/analytics?timeRange=2D", "timeRange")]
    [InlineData("oversight/analytics/what-if", "autoApproveBelow")]
    [InlineData("oversight/analytics/what-if?autoApproveBelow=-1", "autoApproveBelow")]
    [InlineData("oversight/analytics/what-if?autoApproveBelow=0.001", "autoApproveBelow")]
    [InlineData("oversight/analytics/what-if?autoApproveBelow=NaN", "autoApproveBelow")]
    [InlineData("oversight/requests?from=2020-01-01T00:00:00Z", "from")]
    [InlineData("oversight/requests?to=2025-01-01T00:00:00Z", "from")]
    public async Task A_wrong_question_is_refused_by_its_name(string path, string name)
    {
        var refused = await Admin.GetAsync(path);
        Assert.Equal(400, refused.Status);
        Assert.True(refused.Body.GetProperty("errors").TryGetProperty(name, out _), refused.ToString());
    }

    /// <summary>Shares of KO at about 70 dollars, seconds until the decision, and the decision; the last expires.</summary>
    private static readonly (int Shares, int Seconds, string? Verdict)[] Requests =
    [
        (3, 10, "approved"),
        (4, 20, "approved"),
        (5, 30, "approved"),
        (50, 40, "approved"),
        (40, 50, "rejected"),
        (30, 60, "rejected"),
        (35, 600, null),
    ];

    /// <summary>Without oversight the stopped trade is in the book, with it only if it was approved.</summary>
    private static async Task ComparedAsync(TestAgent agent, int approved)
    {
        var compared = await agent.Owner.GetAsync(agent.Path + "/oversight/comparison");
        Assert.Equal((1, approved), (Number(compared, "stopped"), Number(compared, "approved")));
        JsonElement Of(string book) => compared.Body.GetProperty(book);
        Assert.Equal(approved, Of("withOversight").GetProperty("trades").GetInt32());
        Assert.Equal(1, Of("withoutOversight").GetProperty("trades").GetInt32());
        var value = Of("withOversight").GetProperty("value").GetDecimal();
        var portfolio = (await agent.Owner.GetAsync(agent.Path + "/portfolio")).Body.GetProperty("portfolio");
        Assert.InRange(value - portfolio.GetProperty("totalValue").GetDecimal(), -50m, 50m);
        Assert.Equal(compared.Money("difference"), value - Of("withoutOversight").GetProperty("value").GetDecimal());
    }

    private static int Number(Answer answer, string member) => answer.Body.GetProperty(member).GetInt32();
}
