using AgentTrader.Core;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>Puts together what an approver needs to decide (document 1, FR-013).</summary>
public sealed class RequestBuilder(
    UserStore users,
    TradeStore trades,
    Valuation valuation,
    IMarketData market,
    MarketHistory history,
    MarketClock clock,
    TimeProvider time
)
{
    private const int MaxSimilar = 5;

    /// <summary>How many of the agent's last trades are looked through for similar ones.</summary>
    private const int MaxLookedAt = 200;

    /// <param name="state">The agent before the trade.</param>
    /// <param name="message">The order.</param>
    /// <param name="price">Dollars a share now.</param>
    /// <param name="facts">What the rules looked at.</param>
    /// <param name="stopped">Why it waits, and for whom.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<OversightRequest> BuildAsync(
        AgentState state,
        TradeOrderMessage message,
        decimal price,
        TradeFacts facts,
        StoppedTrade stopped,
        CancellationToken cancellationToken
    )
    {
        var (book, order) = (state.Book, message.Order);
        var prices = await valuation.PricesAsync(book, cancellationToken);
        decimal? PriceOf(string symbol) => prices.TryGetValue(symbol, out var known) ? known : null;
        // A yes to the first step of an entry is a yes to all: they are what is shown.
        var whole = order with
        {
            Quantity = facts.EntryShares ?? order.Quantity,
        };
        var (loss, profit) = await RangeAsync(state, whole, price, cancellationToken);
        var risk = RiskScore.Of(
            facts,
            book.ValueAt(PriceOf),
            await CorrelationAsync(book, order.Symbol, PriceOf, cancellationToken),
            loss,
            profit
        );
        return OversightRequest.For(state.Agent, message, price, stopped.Reason, time.GetUtcNow(), clock.MarketNow) with
        {
            Content = new(
                risk,
                Allocation.Of(book, PriceOf),
                Allocation.After(book, PriceOf, whole, price),
                await SimilarAsync(order, cancellationToken)
            ),
            Quorums = await NamedAsync(stopped.Quorums, cancellationToken),
            RejectionPauseMinutes = state.Rules.Rules.RejectionPauseMinutes,
        };
    }

    /// <summary>
    /// What a buy loses down to the stop and wins up to the target that the engine would set; a sale's result is known but for
    /// its price.
    /// </summary>
    private async Task<(decimal Loss, decimal Profit)> RangeAsync(
        AgentState state,
        Order order,
        decimal price,
        CancellationToken cancellationToken
    )
    {
        if (order.Action == TradeAction.Sell)
        {
            var cost = (state.Book.PositionIn(order.Symbol)?.AverageCost ?? price) * order.Quantity;
            var result = Money.ToCents((price * order.Quantity) - cost);
            return (result, result);
        }

        var view = (await history.ViewAsync([order.Symbol], clock.MarketNow, cancellationToken))[0];
        var tier = RiskTierParameters.Of(state.Book.Engine.TierFor(state.Agent.Settings.Strategy, state.Engine.Config));
        var distance = view.Features.DailyAtr * tier.StopLossAtrMultiplier;
        if (!double.IsFinite(distance))
        {
            return (0, 0);
        }

        var loss = Math.Min((decimal)distance, price) * order.Quantity;
        return (Money.ToCents(-loss), Money.ToCents(loss * (decimal)tier.RewardRiskRatio));
    }

    private async Task<double?> CorrelationAsync(
        Book book,
        string symbol,
        Func<string, decimal?> priceOf,
        CancellationToken cancellationToken
    )
    {
        var others = book.Positions.Where(position => position.Symbol != symbol).ToList();
        if (others.Count == 0)
        {
            return null;
        }

        var matrix = await history.CorrelationsAsync(clock.MarketNow, cancellationToken);
        var (sum, weight) = (0.0, 0.0);
        foreach (var position in others)
        {
            var correlation = matrix.Of(symbol, position.Symbol);
            if (!double.IsNaN(correlation))
            {
                var value = (double)((priceOf(position.Symbol) ?? position.AverageCost) * position.Quantity);
                (sum, weight) = (sum + (correlation * value), weight + value);
            }
        }

        return weight > 0 ? Math.Round(sum / weight, 4) : null;
    }

    private async Task<IReadOnlyList<SimilarTrade>> SimilarAsync(Order order, CancellationToken cancellationToken)
    {
        var (past, _) = await trades.ListAsync(order.AgentId, null, MaxLookedAt, null, cancellationToken);
        var quote = await market.GetQuoteAsync(order.Symbol, clock.MarketNow, cancellationToken);
        return
        [
            .. past.Where(trade =>
                    trade.Symbol == order.Symbol
                    && trade.Action == order.Action
                    && trade.TradeId != order.TradeId
                    && trade.Status is not (TradeStatus.Pending or TradeStatus.PendingApproval)
                )
                .Take(MaxSimilar)
                .Select(trade => new SimilarTrade(
                    trade.TradeId,
                    trade.Quantity,
                    trade.Status,
                    trade.SubmittedAt,
                    trade.ExecutedPrice,
                    trade.RealizedPnL,
                    trade.ExecutedPrice is { } paid && quote is not null
                        ? Valuation.Percent(quote.Price - paid, paid)
                        : null,
                    trade.FailureReason
                )),
        ];
    }

    private async Task<IReadOnlyList<NamedQuorum>> NamedAsync(
        IReadOnlyList<Quorum> quorums,
        CancellationToken cancellationToken
    )
    {
        var named = new List<NamedQuorum>();
        foreach (var quorum in quorums)
        {
            named.Add(
                new(
                    quorum.Required,
                    await NamedAsync(quorum.Approvers, cancellationToken),
                    await NamedAsync(quorum.EscalateTo, cancellationToken)
                )
            );
        }

        return named;
    }

    private async Task<IReadOnlyList<Approver>> NamedAsync(
        IReadOnlyList<string> userIds,
        CancellationToken cancellationToken
    )
    {
        var named = new List<Approver>();
        foreach (var id in userIds)
        {
            named.Add(new(id, (await users.FindAsync(id, cancellationToken))?.User.FullName ?? id));
        }

        return named;
    }
}
