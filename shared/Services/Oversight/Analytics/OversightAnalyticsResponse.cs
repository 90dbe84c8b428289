namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>How approvals went in a span of time (document 1, FR-016; the first four members as in spec/1 section 5.3).</summary>
/// <param name="Recommendations">The advice in English sentences.</param>
/// <param name="Advice">Reckoned from the same requests; none when nothing stands out.</param>
/// <param name="Latency">Of decisions by people.</param>
/// <param name="Bottlenecks">Hours of the day with requests, the slowest first.</param>
public sealed record OversightAnalyticsResponse(
    OversightSummary Summary,
    IReadOnlyList<OversightTrend> Trends,
    IReadOnlyList<ApproverPerformance> ApproverPerformance,
    IReadOnlyList<string> Recommendations,
    IReadOnlyList<Advice> Advice,
    LatencyPercentiles Latency,
    IReadOnlyList<HourOfDay> Bottlenecks
);
