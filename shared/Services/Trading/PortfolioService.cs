using AgentTrader.Core.Market;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Trading;

/// <summary>Portfolios as people look at them.</summary>
public sealed class PortfolioService(
    AgentAccess access,
    Valuation valuation,
    PortfolioHistory history,
    MarketClock clock
)
{
    /// <param name="caller">Who asks.</param>
    /// <param name="agentId">Whose portfolio.</param>
    /// <param name="timeRange">How much history to add, one of <see cref="PortfolioRange.Words"/>; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">400 for an unknown range, 404 for an unknown agent.</exception>
    public async Task<PortfolioResponse> GetAsync(
        Caller caller,
        string agentId,
        string? timeRange,
        CancellationToken cancellationToken
    )
    {
        var now = clock.MarketNow;
        DateTimeOffset? since = timeRange is null
            ? null
            : PortfolioRange.Start(timeRange, now)
                ?? throw ProblemException.Invalid("timeRange", $"This parameter takes one of {PortfolioRange.Words}.");
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var prices = await valuation.PricesAsync(state.Book, cancellationToken);
        var summary = Valuation.Summarize(state.Book, prices);
        var details = new PortfolioDetails(
            summary.Value,
            summary.Cash,
            summary.ReservePool,
            summary.Positions,
            Performance.Of(state, now).At(summary.Value, state.Book.Budget, ExchangeCalendar.DateOf(now))
        );
        return new(
            agentId,
            details,
            // The points are up to five minutes old: the line ends at what the portfolio is worth now.
            since is { } start
                ?
                [
                    .. await history.PointsAsync(agentId, start, cancellationToken),
                    Valuation.PointOf(state.Book, prices, now),
                ]
                : null
        );
    }
}
