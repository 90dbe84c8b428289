namespace AgentTrader.Dashboard.Tests;

/// <summary>What the API says of how approvals go, and an agent's rules of oversight.</summary>
public static class OversightSamples
{
    public static object Analytics() =>
        new
        {
            summary = new
            {
                totalRequests = 127,
                pending = 0,
                approved = 108,
                rejected = 15,
                expired = 4,
                approvalRate = 85.04,
                avgApprovalTime = 23.4,
            },
            trends = new[] { Day("2025-03-13", 60, 50, 8, 2), Day("2025-03-14", 67, 58, 7, 2) },
            approverPerformance = new[]
            {
                new
                {
                    approverId = "usr_0000000000000009",
                    approver = "Bob",
                    requests = 80,
                    approved = 60,
                    avgResponseTime = 31.5,
                },
            },
            recommendations = new[] { "What the English of the API says, which no page shows." },
            advice = new object[]
            {
                new
                {
                    kind = "raise_threshold",
                    threshold = 75_000m,
                    percent = 29.92,
                },
                new { kind = "expired", percent = 12.5 },
                new
                {
                    kind = "slow_hour",
                    hour = 9,
                    seconds = 95.4,
                },
                new
                {
                    kind = "slow_approver",
                    seconds = 312.0,
                    approver = "Bob",
                },
            },
            latency = new
            {
                p50 = 18.2,
                p95 = 95.5,
                p99 = (double?)null,
            },
            bottlenecks = new[] { Hour(15, 90, 3, 40.5), Hour(9, 37, 1, 12) },
        };

    public static object WhatIf(int saved) =>
        new
        {
            autoApproveBelow = 75_000m,
            totalRequests = 127,
            requestsSaved = saved,
            savedPercent = 29.92,
            moneyExposed = 2_431_000.50m,
            refusedValue = 120_000m,
            pnLOfApproved = 4_210m,
            pnLOfRefused = -310.25m,
            withoutPrice = 1,
        };

    public static object Queue() =>
        new
        {
            pending = 3,
            escalated = 1,
            expiringSoon = 1,
            value = 180_000m,
            oldestAge = 130.5,
            nextExpiry = Samples.Now,
        };

    public static object[] Approvers { get; } =
    [new { userId = "usr_0000000000000009", name = "Bob" }, new { userId = "usr_0000000000000008", name = "Ann" }];

    public static object Rules(int version = 0, bool dryRun = false, string[]? approvers = null) =>
        new
        {
            version,
            changedAt = version == 0 ? (DateTimeOffset?)null : Samples.Now,
            changedBy = (string?)null,
            rules = new
            {
                rules = new[]
                {
                    new
                    {
                        name = "Large trades",
                        when = new
                        {
                            kind = "value",
                            bound = (decimal?)null,
                            of = (object[]?)null,
                        },
                        requiredApprovals = 1,
                        approvers,
                        escalateTo = (string[]?)null,
                    },
                },
                dryRun,
                priceTolerancePct = 2,
                rejectionPauseMinutes = 60,
            },
        };

    public static object Preview() =>
        new
        {
            trades = 40,
            stopped = 7,
            stoppedNow = 2,
            stoppedValue = 210_000m,
            notConcerned = 3,
            stoppedTradeIds = new[] { "trd_0000000000000001" },
        };

    public static object Comparison() =>
        new
        {
            agentId = Samples.AgentId,
            stopped = 9,
            approved = 5,
            withOversight = Book(31, 51_234.56m, 2.47m),
            withoutOversight = Book(35, 50_100m, 0.2m),
            difference = 1_134.56m,
        };

    private static object Book(int trades, decimal value, decimal returnPercent) =>
        new
        {
            trades,
            refused = 0,
            value,
            realizedPnL = 10m,
            fees = 3m,
            returnPercent,
        };

    private static object Day(string date, int requests, int approved, int rejected, int expired) =>
        new
        {
            date,
            requests,
            approved,
            rejected,
            expired,
        };

    private static object Hour(int hour, int requests, int expired, double avgWait) =>
        new
        {
            hour,
            requests,
            expired,
            avgWait,
        };
}
