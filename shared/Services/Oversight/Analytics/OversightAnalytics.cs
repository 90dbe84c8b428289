using AgentTrader.Core;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>How approvals go: over a span of time, what another threshold would have meant, and what waits now (document 1, FR-016).</summary>
public sealed class OversightAnalytics(
    OversightStore requests,
    IMarketData market,
    MarketClock clock,
    TimeProvider time
)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    /// <summary>Figures of the requests of the last so many days.</summary>
    public async Task<OversightAnalyticsResponse> AnalyseAsync(int days, CancellationToken cancellationToken) =>
        ApprovalStatistics.Of(await LastAsync(days, cancellationToken));

    /// <summary>What approving everything below a value without asking would have meant in the last so many days.</summary>
    /// <param name="below">Dollars.</param>
    /// <param name="days">Back from now.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<WhatIfResponse> WhatIfAsync(decimal below, int days, CancellationToken cancellationToken)
    {
        var ended = (await LastAsync(days, cancellationToken))
            .Where(request => request.Status != OversightStatus.Pending)
            .ToList();
        var saved = ended.Where(request => request.TradeDetails.WholeValue < below).ToList();
        var (ofApproved, ofRefused, refused, unknown) = (0m, 0m, 0m, 0);
        foreach (var request in saved)
        {
            var isApproved = request.Status == OversightStatus.Approved;
            refused += isApproved ? 0 : request.TradeDetails.WholeValue;
            if (
                await market.GetQuoteAsync(request.TradeDetails.Symbol, clock.MarketNow, cancellationToken)
                is not { } quote
            )
            {
                unknown++;
            }
            else if (isApproved)
            {
                ofApproved += ApprovalStatistics.Since(request, quote.Price);
            }
            else
            {
                ofRefused += ApprovalStatistics.Since(request, quote.Price);
            }
        }

        return new(
            below,
            ended.Count,
            saved.Count,
            ended.Count == 0 ? 0 : Math.Round(100.0 * saved.Count / ended.Count, 2),
            Money.ToCents(saved.Sum(request => request.TradeDetails.WholeValue)),
            refused,
            ofApproved,
            ofRefused,
            unknown
        );
    }

    /// <summary>What waits for people now.</summary>
    public async Task<QueueStatus> QueueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pending = new List<OversightRequest>();
        // Nothing that was made earlier can be pending still.
        await foreach (
            var request in requests.BetweenAsync(now - (2 * OversightRequest.Lifetime), now, cancellationToken)
        )
        {
            if (request.Status == OversightStatus.Pending)
            {
                pending.Add(request);
            }
        }

        return new(
            pending.Count,
            pending.Count(request => request.EscalatedAt is not null),
            pending.Count(request => request.ExpiresAt - now <= Soon),
            pending.Sum(request => request.TradeDetails.WholeValue),
            pending.Count == 0 ? null : pending.Max(request => Math.Round((now - request.CreatedAt).TotalSeconds, 1)),
            pending.Count == 0 ? null : pending.Min(request => request.ExpiresAt)
        );
    }

    private async Task<IReadOnlyList<OversightRequest>> LastAsync(int days, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = new List<OversightRequest>();
        await foreach (var request in requests.BetweenAsync(now.AddDays(-days), now, cancellationToken))
        {
            found.Add(request);
        }

        return found;
    }
}
