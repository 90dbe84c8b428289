using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Oversight.Analytics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Oversight;

/// <summary>How approvals go.</summary>
public sealed class OversightAnalyticsFunctions(OversightAnalytics analytics, OversightComparison comparison)
{
    private const string Resource = "api/v1/oversight/analytics";
    private const decimal MaxValue = 1_000_000_000m;

    [Function("GetOversightAnalytics")]
    [Api(
        "Approvals of the last 1D, 7D or 30D: counts, days, approvers, waits, and what could be better.",
        Roles = Roles.Admin | Roles.Approver,
        Result = typeof(OversightAnalyticsResponse),
        Query = ["timeRange"]
    )]
    public async Task<IResult> Analyse(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Resource)] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await analytics.AnalyseAsync(Days(request), cancellationToken));

    [Function("GetOversightWhatIf")]
    [Api(
        "What approving every trade below a value without asking would have meant.",
        Roles = Roles.Admin | Roles.Approver,
        Result = typeof(WhatIfResponse),
        Query = ["autoApproveBelow", "timeRange"]
    )]
    public async Task<IResult> WhatIf(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Resource + "/what-if")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var below = request.QueryMoney("autoApproveBelow", MaxValue);
        return ApiResult.Ok(await analytics.WhatIfAsync(below, Days(request), cancellationToken));
    }

    [Function("GetOversightQueue")]
    [Api(
        "What waits for people now.",
        Roles = Roles.Admin | Roles.Approver | Roles.Viewer,
        Result = typeof(QueueStatus)
    )]
    public async Task<IResult> Queue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/oversight/queue")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await analytics.QueueAsync(cancellationToken));

    [Function("CompareOversight")]
    [Api(
        "An agent's decisions in two books: with oversight, and had nobody been asked.",
        Roles = Roles.Any,
        Result = typeof(ComparisonResponse)
    )]
    public async Task<IResult> Compare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/agents/{agentId}/oversight/comparison")]
            HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await comparison.CompareAsync(request.Caller(), agentId, cancellationToken));

    private static int Days(HttpRequest request) =>
        request.QueryText("timeRange", 10) switch
        {
            "1D" => 1,
            "7D" => 7,
            null or "30D" => 30,
            _ => throw Services.ProblemException.Invalid("timeRange", "This parameter takes one of 1D, 7D, 30D."),
        };
}
