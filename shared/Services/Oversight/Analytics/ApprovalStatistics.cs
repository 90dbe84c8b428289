using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>Reckons figures from requests; nothing here reads a clock or storage.</summary>
internal static class ApprovalStatistics
{
    /// <summary>With fewer requests a recommendation would be chance.</summary>
    private const int FewestForAdvice = 5;

    private static readonly decimal[] Steps = [1, 1.25m, 1.5m, 2, 2.5m, 3, 4, 5, 6, 7.5m];

    public static OversightAnalyticsResponse Of(IReadOnlyList<OversightRequest> requests)
    {
        var decided = requests.Where(IsDecided).ToList();
        var seconds = decided.Select(Seconds).Order().ToArray();
        var ended = requests.Count(request => request.Status != OversightStatus.Pending);
        var summary = new OversightSummary(
            requests.Count,
            requests.Count - ended,
            Count(requests, OversightStatus.Approved),
            Count(requests, OversightStatus.Rejected),
            Count(requests, OversightStatus.Expired),
            Percent(Count(requests, OversightStatus.Approved), ended),
            Mean(seconds)
        );
        var hours = Hours(requests);
        var approvers = Approvers(decided);
        List<Advice> advice = [.. Advise(requests, summary, hours, approvers)];
        return new(
            summary,
            Trends(requests),
            approvers,
            [.. advice.Select(each => each.Sentence)],
            advice,
            new(Percentile(seconds, 50), Percentile(seconds, 95), Percentile(seconds, 99)),
            hours
        );
    }

    /// <summary>Whether a person ended it, and not the clock or the system.</summary>
    private static bool IsDecided(OversightRequest request) =>
        request.Status is OversightStatus.Approved or OversightStatus.Rejected
        && request.Decision?.ApproverId is not ("system" or null);

    private static double Seconds(OversightRequest request) =>
        ((request.Decision?.DecidedAt ?? request.CreatedAt) - request.CreatedAt).TotalSeconds;

    private static int Count(IEnumerable<OversightRequest> requests, OversightStatus status) =>
        requests.Count(request => request.Status == status);

    private static double Percent(int part, int whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 2);

    private static double Mean(double[] values) => values.Length == 0 ? 0 : Math.Round(values.Average(), 1);

    /// <summary>The nearest rank.</summary>
    private static double? Percentile(double[] sorted, int percent) =>
        sorted.Length == 0
            ? null
            : Math.Round(sorted[Math.Max((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0)], 1);

    private static List<OversightTrend> Trends(IEnumerable<OversightRequest> requests) =>
        [
            .. requests
                .GroupBy(request => DateOnly.FromDateTime(request.CreatedAt.UtcDateTime))
                .OrderBy(day => day.Key)
                .Select(day => new OversightTrend(
                    day.Key,
                    day.Count(),
                    Count(day, OversightStatus.Approved),
                    Count(day, OversightStatus.Rejected),
                    Count(day, OversightStatus.Expired)
                )),
        ];

    private static List<ApproverPerformance> Approvers(IEnumerable<OversightRequest> decided) =>
        [
            .. decided
                .SelectMany(Votes)
                .GroupBy(vote => vote.ApproverId)
                .Select(made => new ApproverPerformance(
                    made.Key,
                    made.First().Approver,
                    made.Count(),
                    made.Count(vote => vote.IsYes),
                    Mean([.. made.Select(vote => vote.Seconds)])
                ))
                .OrderByDescending(each => each.Requests)
                .ThenBy(each => each.ApproverId, StringComparer.Ordinal),
        ];

    /// <summary>Who said what and when: everybody who said yes, and who said no.</summary>
    private static IEnumerable<(string ApproverId, string Approver, bool IsYes, double Seconds)> Votes(
        OversightRequest request
    )
    {
        foreach (var vote in request.Approvals)
        {
            yield return (vote.ApproverId, vote.Approver, true, (vote.At - request.CreatedAt).TotalSeconds);
        }

        if (request is { Status: OversightStatus.Rejected, Decision: { } no })
        {
            yield return (no.ApproverId, no.Approver, false, Seconds(request));
        }
    }

    private static List<HourOfDay> Hours(IEnumerable<OversightRequest> requests) =>
        [
            .. requests
                .Where(request => request.Decision is not null)
                .GroupBy(request => request.CreatedAt.UtcDateTime.Hour)
                .Select(hour => new HourOfDay(
                    hour.Key,
                    hour.Count(),
                    Count(hour, OversightStatus.Expired),
                    Mean([.. hour.Select(Seconds)])
                ))
                .OrderByDescending(hour => hour.AvgWait)
                .ThenBy(hour => hour.Hour),
        ];

    private static IEnumerable<Advice> Advise(
        IReadOnlyList<OversightRequest> requests,
        OversightSummary summary,
        IReadOnlyList<HourOfDay> hours,
        IReadOnlyList<ApproverPerformance> approvers
    )
    {
        var ended = requests.Where(request => request.Status != OversightStatus.Pending).ToList();
        if (ended.Count < FewestForAdvice)
        {
            yield break;
        }

        if (Threshold(ended) is var (threshold, saved))
        {
            yield return new(AdviceKind.RaiseThreshold, threshold, Percent(saved, ended.Count));
        }

        if (Percent(summary.Expired, ended.Count) is >= 10 and var expired)
        {
            yield return new(AdviceKind.Expired, Percent: expired);
        }

        if (hours.FirstOrDefault(hour => hour.Requests >= 3) is { } slow && slow.AvgWait > 2 * summary.AvgApprovalTime)
        {
            yield return new(AdviceKind.SlowHour, Hour: slow.Hour, Seconds: slow.AvgWait);
        }

        foreach (
            var slowest in approvers.Where(each =>
                each.Requests >= 3 && each.AvgResponseTime > 2 * summary.AvgApprovalTime
            )
        )
        {
            yield return new(AdviceKind.SlowApprover, Seconds: slowest.AvgResponseTime, Approver: slowest.Approver);
        }
    }

    /// <summary>The highest round value below which nothing was ever refused, if that spares a tenth of the requests.</summary>
    private static (decimal Threshold, int Saved)? Threshold(List<OversightRequest> ended)
    {
        var refused = ended.Where(request => request.Status != OversightStatus.Approved).ToList();
        var ceiling =
            refused.Count > 0
                ? refused.Min(request => request.TradeDetails.WholeValue)
                : ended.Max(request => request.TradeDetails.WholeValue) + 1;
        var best = 0m;
        for (var scale = 100m; scale <= 100_000_000m; scale *= 10)
        {
            best = Steps
                .Select(step => step * scale)
                .Where(value => value <= ceiling && value > best)
                .Append(best)
                .Max();
        }

        var saved = ended.Count(request => request.TradeDetails.WholeValue < best);
        return saved * 10 >= ended.Count ? (best, saved) : null;
    }

    /// <summary>Dollars that a request's trade has won since, whole and at a price of now.</summary>
    public static decimal Since(OversightRequest request, decimal price) =>
        Core.Money.ToCents(
            (request.TradeDetails.Action == TradeAction.Buy ? 1 : -1)
                * request.TradeDetails.WholeQuantity
                * (price - request.TradeDetails.Price)
        );
}
