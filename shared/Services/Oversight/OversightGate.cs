using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>Says of an order on its way to the market whether it waits for a person, and of an approved one whether it still holds.</summary>
public sealed class OversightGate(IMarketData market, MarketClock clock, Valuation valuation)
{
    /// <summary>What the rules look at; null when oversight has no business with the order.</summary>
    public async Task<TradeFacts?> FactsAsync(
        AgentState state,
        Order order,
        decimal price,
        CancellationToken cancellationToken
    )
    {
        if (!TradeFacts.Concern(order))
        {
            return null;
        }

        var prices = await valuation.PricesAsync(state.Book, cancellationToken);
        var bars = await market.GetLastBarsAsync(order.Symbol, UnusualRange.Bars, clock.MarketNow, cancellationToken);
        return TradeFacts.Of(
            order,
            state.Book,
            price,
            symbol => prices.TryGetValue(symbol, out var known) ? known : null,
            UnusualRange.Of(bars.Span)
        );
    }

    /// <summary>Why the trade waits, and for whom; null when it does not. On a dry run it would.</summary>
    public static StoppedTrade? Stop(AgentState state, TradeOrderMessage message, TradeFacts? facts)
    {
        if (facts is null)
        {
            return null;
        }

        var stopped = state.Rules.Rules.Stop(facts, state.Agent.Settings.OversightThreshold);
        return message.AskReason is { } asked
            ? (stopped ?? new(asked, [Quorum.AnyOne])) with
            {
                Reason = asked,
            }
            : stopped;
    }

    /// <summary>Why an approved trade is not made after all, in one sentence for the approver; null when it may be.</summary>
    /// <param name="state">The agent as it is now.</param>
    /// <param name="message">With the price that the approvers saw.</param>
    /// <param name="price">Dollars a share now.</param>
    public string? WhyNotAnyMore(AgentState state, TradeOrderMessage message, decimal price)
    {
        if (message.PriceShown is not { } shown || shown <= 0)
        {
            return null;
        }

        var moved = 100 * (price - shown) / shown;
        var tolerance = state.Rules.Rules.PriceTolerancePct;
        if (Math.Abs(moved) > tolerance)
        {
            return FormattableString.Invariant(
                $"The price moved by {moved:+0.0;-0.0} % to {price:0.00##} since approvers were asked, more than the {tolerance:0.##} % that the agent's rules allow."
            );
        }

        var open = state.Book.Engine.Breakers.Where(breaker => clock.MarketNow < breaker.Until).ToList();
        return message.Order.Action == TradeAction.Buy && open.Count > 0
            ? "A circuit breaker has stopped the agent's buying since approvers were asked."
            : null;
    }
}
