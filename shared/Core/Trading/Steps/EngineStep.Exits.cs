using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Core.Trading.Stops;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>Why and how positions are left.</summary>
internal ref partial struct EngineStep
{
    /// <summary>Sells what crossed a level, lost too much, has no price, was held too long or whose signal turned.</summary>
    public void LeavePositions()
    {
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (
                viewOf[i] >= 0
                && Book.StopOf(Book.Positions[i].Symbol) is { } stop
                && IsDue(stop)
                && WhyLeave(i, stop) is { } trigger
            )
            {
                Leave(i, stop, trigger);
            }
        }
    }

    /// <summary>Sells the least confident position when a new signal is much better (requirement 8.4).</summary>
    public void MakePlaceFor(in Signal signal)
    {
        if (onTheirWay > 0)
        {
            // What is being bought must be there before anybody can say which is the weakest.
            return;
        }

        var (weakest, confidence) = (-1, signal.Confidence - Config.ReplacementEdge);
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (viewOf[i] >= 0 && Book.StopOf(Book.Positions[i].Symbol) is { } stop)
            {
                if (!IsDue(stop) || IsOrdered(Book.Positions[i].Symbol))
                {
                    // One is on its way out already, or just being entered.
                    return;
                }

                (weakest, confidence) =
                    stop.Confidence < confidence && !IsAvoided(stop.Symbol, TradeAction.Sell)
                        ? (i, stop.Confidence)
                        : (weakest, confidence);
            }
        }

        if (weakest >= 0)
        {
            Leave(weakest, Book.StopOf(Book.Positions[weakest].Symbol)!, DecisionTrigger.Replacement);
        }
    }

    private readonly DecisionTrigger? WhyLeave(int position, StopLevels stop)
    {
        ref readonly var view = ref symbols[viewOf[position]];
        if (view.Bid <= 0)
        {
            return null;
        }

        var held = Book.Positions[position];
        if (view.Bid * held.Quantity < held.Cost * (1 - Config.PositionLossPct))
        {
            return DecisionTrigger.CircuitBreaker;
        }

        if (view.Bid <= EffectiveStop(stop))
        {
            return DecisionTrigger.StopLoss;
        }

        if (view.Bid >= stop.TakeProfit)
        {
            return DecisionTrigger.TakeProfit;
        }

        if (IsStale(view))
        {
            return DecisionTrigger.StalePrice;
        }

        var opened = held.OpenedAt;
        if (stop.Kind == SignalKind.Micro && Now - opened > Config.MicroMaxHold)
        {
            return DecisionTrigger.HoldExpired;
        }

        if (stop.Kind == SignalKind.Recommendation)
        {
            // Only another recommendation turns one.
            return null;
        }

        // A signal that had turned before the purchase did not speak against it: a person bought.
        ref readonly var features = ref view.Features;
        return
            features.IsReady
            && features.Of(stop.Kind) is { IsBuy: false } signal
            && signal.Since > opened
            && IsTimeToChoose
            && !IsAvoided(view.Symbol, TradeAction.Sell)
            ? DecisionTrigger.Signal
            : null;
    }

    /// <summary>Without a new price for longer than a bar lasts, and for a quarter of an hour at least (requirement 4.8).</summary>
    private readonly bool IsStale(in SymbolView view)
    {
        var since = view.AsOf > Session.Open ? view.AsOf : Session.Open;
        var bar = view.Features.Last.End - view.Features.Last.Start;
        var patience = view.AsOf >= Session.Open && bar > Config.StalePrice ? bar : Config.StalePrice;
        return Now - since > patience;
    }

    private void Leave(int position, StopLevels stop, DecisionTrigger trigger, Recommendation? recommendation = null)
    {
        ref readonly var view = ref symbols[viewOf[position]];
        var held = Book.Positions[position];
        Set(stop with { TriggeredAt = Now });
        if (trigger == DecisionTrigger.CircuitBreaker)
        {
            TripFor(held, view.Bid, WhyLeft(view, stop, trigger, recommendation));
        }

        CancelPlan(held.Symbol, null);
        Sell(
            position,
            held.Quantity,
            trigger,
            recommendation?.Confidence ?? stop.Confidence,
            stop.Kind,
            Text(
                IsTold,
                $"Sell all {held.Quantity:N0} {held.Symbol} at about {view.Bid:0.00##}: {WhyLeft(view, stop, trigger, recommendation)}. They cost {held.AverageCost:0.00##} each."
            ),
            recommendation
        );
        // Ordered again because the first order came to nothing, it is no other hit.
        if (trigger == DecisionTrigger.StopLoss && stop.TriggeredAt is null)
        {
            CountStopHit();
        }
    }

    private string WhyLeft(
        in SymbolView view,
        StopLevels stop,
        DecisionTrigger trigger,
        Recommendation? recommendation
    ) =>
        trigger switch
        {
            DecisionTrigger.StopLoss => Text($"the price fell to the stop at {EffectiveStop(stop):0.00##}"),
            DecisionTrigger.TakeProfit => Text($"the price rose to the target at {stop.TakeProfit:0.00##}"),
            DecisionTrigger.CircuitBreaker => Text(
                $"it lost more than {Config.PositionLossPct:0%} of its entry value, so it is closed and not entered again for {Config.ReEntryBan.TotalHours:0} hours"
            ),
            DecisionTrigger.StalePrice => Text($"there has been no new price since {view.AsOf:yyyy-MM-dd HH:mm} UTC"),
            DecisionTrigger.HoldExpired => Text(
                $"a micro-trade is held for {Config.MicroMaxHold.TotalHours:0.#} hours at most"
            ),
            DecisionTrigger.Replacement => Text(
                $"its confidence of {stop.Confidence:0.00} makes it the weakest of {OpenPositions} positions, and a better one waits for its place"
            ),
            DecisionTrigger.Recommendation => Explain(recommendation!),
            _ => SignalReader.Explain(view.Features.Of(stop.Kind), view.Features),
        };

    private void TripFor(Position held, decimal bid, string why)
    {
        var until = Now + Config.ReEntryBan;
        var bans = Book.Engine.Bans.RemoveAll(ban => ban.Symbol == held.Symbol);
        Remember(Book.Engine with { Bans = bans.Add(new ReEntryBan(held.Symbol, until)) });
        var loss = (double)((held.Cost - (bid * held.Quantity)) / held.Cost);
        Tell(
            EngineEventKind.BreakerTripped,
            Text($"The circuit breaker closes {held.Symbol}: {why}."),
            breaker: new CircuitBreaker(
                CircuitBreakerKind.PositionLoss,
                Now,
                until,
                (double)Config.PositionLossPct,
                loss
            )
        );
    }

    private readonly bool IsOrdered(string symbol)
    {
        for (var i = 0; i < (orders?.Count ?? 0); i++)
        {
            if (orders![i].Symbol == symbol)
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsDue(StopLevels stop) => stop.TriggeredAt is not { } at || Now - at >= Engine.OrderPatience;
}
