namespace AgentTrader.Dashboard.Tests;

/// <summary>One of each thing that the API shows, in the API's names.</summary>
public static class Samples
{
    public const string AgentId = "agt_0000000000000001";
    public const string RequestId = "ovr_0000000000000001";

    /// <summary>The market's now, on a trading day.</summary>
    public static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 32, 5, TimeSpan.Zero);

    public static object Agent(
        string status = "active",
        decimal value = 51_234.56m,
        string? pendingApproval = null,
        string name = "Steady Income"
    ) =>
        new
        {
            agentId = AgentId,
            name,
            status,
            strategy = "balanced",
            riskTolerance = 5,
            initialBudget = 50_000m,
            assetPreferences = Array.Empty<string>(),
            createdAt = Now,
            portfolio = new { value, cash = 31_230m },
            quotaConfig = new
            {
                apiCalls = 10_000,
                budgetPerMonth = 10_000m,
                usage = new { apiCalls = 20, budgetSpent = 1m },
            },
            pendingApproval,
        };

    public static object TotpEnrolment() =>
        new
        {
            secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            otpauthUri = "otpauth://totp/AgentTrader:ada@demo.local?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=AgentTrader",
        };

    public static object Portfolio(params IReadOnlyList<object> positions) =>
        new
        {
            agentId = AgentId,
            portfolio = new
            {
                totalValue = 51_234.56m,
                cash = 31_230m,
                positions = positions.Count > 0 ? positions : [Position()],
                performance = new
                {
                    totalReturn = 1_234.56m,
                    totalReturnPercent = 2.47m,
                    dayReturn = -12.5m,
                    dayReturnPercent = -0.02m,
                    maxDrawdown = -1.2m,
                },
            },
            history = Enumerable
                .Range(0, 60)
                .Select(i => new { timestamp = Now.AddMinutes(i - 60), value = 51_000 + 10 * i }),
        };

    public static object Position(string symbol = "AAPL", int quantity = 105) =>
        new
        {
            symbol,
            quantity,
            averageCost = 182.10m,
            currentPrice = 190.52m,
            marketValue = quantity * 190.52m,
            unrealizedPnL = quantity * 8.42m,
            unrealizedPnLPercent = 4.62m,
        };

    public static object Trade(
        string status = "completed",
        string tradeId = "trd_0000000000000001",
        string? failureReason = null,
        string? approvedBy = null
    ) =>
        new
        {
            tradeId,
            agentId = AgentId,
            symbol = "AAPL",
            action = "buy",
            quantity = 105,
            status,
            submittedAt = Now,
            executedAt = Now,
            marketTime = Now,
            executedPrice = 182.10m,
            totalCost = 19_121.55m,
            fees = 1.05m,
            manual = true,
            reasoning = "The short average crossed above the long one.",
            requestId = approvedBy is null ? null : RequestId,
            approvedBy,
            failureReason,
        };

    public static object Decision() =>
        new
        {
            decisionId = "dec_0000000000000001",
            symbol = "MSFT",
            action = "buy",
            decision = "skip",
            skipReason = "insufficient_confidence",
            quantity = 0,
            confidence = 0.41,
            reasoning = "RSI at 71 says overbought.",
            marketTime = Now,
            createdAt = Now,
            tradeId = (string?)null,
        };

    public static object Request(
        DateTimeOffset? createdAt = null,
        string requestId = RequestId,
        string status = "pending",
        string? onlyApprover = null,
        string? saidYes = null
    )
    {
        var created = createdAt ?? DateTimeOffset.UtcNow;
        return new
        {
            requestId,
            agentId = AgentId,
            agentName = "Steady Income",
            tradeId = "trd_0000000000000002",
            status,
            tradeDetails = new
            {
                symbol = "TSLA",
                action = "buy",
                quantity = 300,
                estimatedValue = 75_001m,
                entryQuantity = 900,
                entryValue = 225_003m,
            },
            reason = "The trade is worth $75,001.00, more than the $50,000.00 that need a person.",
            reasoning = "Buy 300 TSLA at about 250.00: its fast average rose above its slow one.",
            riskAssessment = new
            {
                score = 7.2,
                parts = new object[]
                {
                    new
                    {
                        kind = "size",
                        score = 10,
                        measure = 75,
                    },
                    new
                    {
                        kind = "volatility",
                        score = 6.4,
                        measure = 2.1,
                    },
                    new
                    {
                        kind = "confidence",
                        score = 5,
                        measure = 0.7,
                    },
                },
                positionConcentration = 75.0m,
                portfolioImpact = "high",
                estimatedLoss = -4_500m,
                estimatedProfit = 6_750m,
            },
            allocationBefore = new object[] { Slice("AAPL", 20), Slice(null, 80) },
            allocationAfter = new object[] { Slice("TSLA", 75), Slice("AAPL", 20), Slice(null, 5) },
            similarTrades = new object[]
            {
                new
                {
                    tradeId = "trd_0000000000000001",
                    quantity = 10,
                    status = "completed",
                    submittedAt = created.AddDays(-3),
                    executedPrice = 240m,
                    realizedPnL = (decimal?)null,
                    changePercent = 4.17m,
                    reason = (string?)null,
                },
            },
            approvers = Array.Empty<object>(),
            escalationApprovers = Array.Empty<object>(),
            requiredApprovals = 2,
            quorums = onlyApprover is not null
                ?
                [
                    new
                    {
                        required = 1,
                        given = 0,
                        approvers = new[] { new { userId = onlyApprover, name = "Ann" } },
                    },
                ]
                : new object[]
                {
                    new
                    {
                        required = 2,
                        given = 0,
                        approvers = Array.Empty<object>(),
                    },
                    new
                    {
                        required = 1,
                        given = 0,
                        approvers = OversightSamples.Approvers[1..],
                    },
                },
            approvals = saidYes is null
                ? Array.Empty<object>()
                :
                [
                    new
                    {
                        approverId = saidYes,
                        approver = "Ada Lindgren",
                        quantity = 300,
                    },
                ],
            notes = new object[]
            {
                new
                {
                    noteId = "not_0000000000000001",
                    userId = "usr_0000000000000009",
                    name = "Bob",
                    at = created,
                    text = "Why <b>now</b>?",
                    isAnswer = false,
                },
            },
            escalatedAt = (DateTimeOffset?)null,
            createdAt = created,
            expiresAt = created.AddMinutes(10),
            decision = (object?)null,
        };
    }

    private static object Slice(string? symbol, decimal percent) =>
        new
        {
            symbol,
            value = percent * 1000,
            percent,
        };

    public static object MarketStatus(bool simulated = true) =>
        new
        {
            source = "synthetic",
            simulated,
            now = Now,
            isOpen = true,
            hasEnded = false,
            speed = 60,
            interval = "1m",
            symbols = new[] { "AAPL", "MSFT", "TSLA" },
        };

    public static object Quote() =>
        new
        {
            symbol = "AAPL",
            price = 190.50m,
            bid = 190.40m,
            ask = 190.60m,
            volume = 1000,
            asOf = Now,
        };

    public static IEnumerable<object> Bars() =>
        Enumerable
            .Range(0, 60)
            .Select(i => new
            {
                start = Now.AddMinutes(5 * (i - 60)),
                end = Now.AddMinutes(5 * (i - 59)),
                open = 190 + i % 7,
                high = 198,
                low = 188,
                close = 191 + i % 5,
                volume = 100,
            });
}
