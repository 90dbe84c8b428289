using System.Collections.Immutable;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>Where positions end by themselves (document 5, requirements 4, 7.2, 10.2, 13.3 and 20.5).</summary>
internal ref partial struct EngineStep
{
    private const decimal LowestPrice = 0.0001m;

    /// <summary>Gives each position its levels, and moves those of others where the rules say so. Stops never move down.</summary>
    public void SetStops()
    {
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (viewOf[i] < 0)
            {
                continue;
            }

            ref readonly var view = ref symbols[viewOf[i]];
            if (Book.StopOf(view.Symbol) is not { } stop)
            {
                Set(FirstLevels(Book.Positions[i], view));
            }
            else if (Moved(stop, Book.Positions[i], view) is { } moved)
            {
                Set(moved);
            }
        }

        CoolDown();
    }

    /// <summary>How far above its entry the target of a position lies, in dollars.</summary>
    public readonly decimal TargetDistance(in SymbolView view, SignalKind kind) =>
        RewardOf(StopDistance(view, view.Ask, kind), kind);

    private readonly StopLevels FirstLevels(Position position, in SymbolView view)
    {
        // The last signal that was acted on opened the position; a person's trade has none and follows the trend.
        var (kind, confidence, at) = (SignalKind.Trend, 1.0, DateTimeOffset.MinValue);
        foreach (var handled in Book.HandledIn(view.Symbol))
        {
            if (handled.SkipReason is null && handled.At > at)
            {
                (kind, confidence, at) = (handled.Kind, handled.Confidence, handled.At);
            }
        }

        return Levels(view, position.AverageCost, kind, confidence);
    }

    private readonly StopLevels Levels(in SymbolView view, decimal entry, SignalKind kind, double confidence)
    {
        var distance = StopDistance(view, entry, kind);
        return new StopLevels(
            view.Symbol,
            entry,
            Math.Max(entry - distance, LowestPrice),
            entry + RewardOf(distance, kind),
            HasAtr(view, kind) ? AtrOf(view, kind) : 0,
            Multiplier(view, kind),
            confidence,
            kind,
            Now
        );
    }

    /// <summary>
    /// By the average true range (requirement 4.1); while that is not known, as far as the circuit breaker of requirement 6.2
    /// lets a position fall.
    /// </summary>
    private readonly decimal StopDistance(in SymbolView view, decimal entry, SignalKind kind) =>
        HasAtr(view, kind)
            ? Distance(AtrOf(view, kind) * Multiplier(view, kind))
            : Money.ToPrice(entry * Config.PositionLossPct);

    private readonly decimal RewardOf(decimal stopDistance, SignalKind kind) =>
        Money.ToPrice(
            stopDistance
                * (decimal)(kind == SignalKind.Micro ? Config.MicroRewardRiskRatio : Parameters.RewardRiskRatio)
        );

    /// <summary>
    /// How many average true ranges a stop lies below its entry: fewer before earnings (requirement 10.2), and while the signal
    /// behind the position is weaker than the tier asks for (requirement 4.3).
    /// </summary>
    private readonly double Multiplier(in SymbolView view, SignalKind kind)
    {
        var multiplier = kind == SignalKind.Micro ? Config.MicroStopAtrMultiplier : Parameters.StopLossAtrMultiplier;
        if (IsBeforeEarnings(view.Symbol))
        {
            multiplier *= Config.PreEarningsStopFactor;
        }

        var isWeak =
            view.Features.IsReady
            && kind != SignalKind.Recommendation
            && view.Features.Of(kind) is { IsBuy: true } signal
            && signal.Confidence < Parameters.MinConfidence;
        return isWeak ? multiplier * Config.WeakSignalStopFactor : multiplier;
    }

    /// <summary>
    /// The levels after breakeven, a purchase or sale of a part, a change of volatility, or a reason to be tighter; null when
    /// they stay.
    /// </summary>
    private readonly StopLevels? Moved(StopLevels stop, Position position, in SymbolView view)
    {
        var moved = stop;
        if (position.AverageCost != stop.EntryPrice || HasVolatilityChanged(stop, view))
        {
            moved = Levels(view, position.AverageCost, stop.Kind, stop.Confidence) with
            {
                TriggeredAt = stop.TriggeredAt,
            };
        }
        else if (
            HasAtr(view, stop.Kind)
            && Multiplier(view, stop.Kind) is var multiplier
            && multiplier < stop.AtrMultiplier
        )
        {
            moved = stop with
            {
                StopLoss = stop.EntryPrice - Distance(stop.Atr * multiplier),
                AtrMultiplier = multiplier,
                At = Now,
            };
        }

        moved = moved.StopLoss < stop.StopLoss ? moved with { StopLoss = stop.StopLoss } : moved;
        var trigger = moved.EntryPrice + ((moved.TakeProfit - moved.EntryPrice) * Config.TrailingTriggerPct);
        if (view.Bid > trigger && moved.StopLoss < moved.EntryPrice)
        {
            moved = moved with { StopLoss = moved.EntryPrice, At = Now };
        }

        return ReferenceEquals(moved, stop) ? null : moved;
    }

    private readonly bool HasVolatilityChanged(StopLevels stop, in SymbolView view) =>
        HasAtr(view, stop.Kind) && Math.Abs(AtrOf(view, stop.Kind) - stop.Atr) > stop.Atr * Config.VolatilityChangePct;

    /// <summary>With too much heat, halves the distance of the least confident position's stop (requirement 13.3).</summary>
    private void CoolDown()
    {
        var limit = ActivePool * (decimal)(Parameters.MaxPortfolioHeat * Config.HeatTightenFrom);
        if (viewOf.IsEmpty || IsClearlyCool((double)limit) || Heat() <= limit)
        {
            return;
        }

        StopLevels? weakest = null;
        foreach (var stop in Book.Stops)
        {
            // A distance of a thousandth is no longer worth halving.
            if (
                stop.EntryPrice - stop.StopLoss > stop.EntryPrice / 1000
                && stop.Confidence < (weakest?.Confidence ?? double.PositiveInfinity)
            )
            {
                weakest = stop;
            }
        }

        if (weakest is not null)
        {
            var distance = Money.ToPrice((weakest.EntryPrice - weakest.StopLoss) / 2);
            Set(weakest with { StopLoss = weakest.EntryPrice - distance, At = Now });
        }
    }

    /// <summary>
    /// Whether the heat is a dollar or more below a limit, as in most steps. Doubles tell that with less work; anything nearer is
    /// for <see cref="Heat"/> to say.
    /// </summary>
    private readonly bool IsClearlyCool(double limit)
    {
        var rough = 1.0;
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (Book.StopOf(Book.Positions[i].Symbol) is { } stop && stop.StopLoss < stop.EntryPrice)
            {
                rough += (double)ValueOf(i) * (1 - ((double)stop.StopLoss / (double)stop.EntryPrice));
            }
        }

        return rough < limit;
    }

    /// <summary>The stop that counts now: while a macro event lasts it lies nearer to the entry (requirement 7.2).</summary>
    private readonly decimal EffectiveStop(StopLevels stop) => stop.StopDuring(input.MacroEvent, Config);

    /// <summary>A micro-trade is measured by the bars it trades on, every other position by days.</summary>
    private static double AtrOf(in SymbolView view, SignalKind kind) =>
        kind == SignalKind.Micro ? view.Features.Atr : view.Features.DailyAtr;

    /// <summary>Whether there is one: not before 15 bars, and not of a price that stands still.</summary>
    private static bool HasAtr(in SymbolView view, SignalKind kind) => AtrOf(view, kind) > 0;

    private readonly bool IsBeforeEarnings(string symbol) =>
        DaysToEarnings(symbol) is >= 0 and var days && days <= Config.PreEarningsDays;

    /// <summary>At least one step of a price, so that entry and levels differ.</summary>
    private static decimal Distance(double distance) => Math.Max(Money.ToPrice(distance), 0.0001m);

    private void Set(StopLevels levels)
    {
        Book = Book.SetStop(levels);
        heat = -1;
        (stops ??= ImmutableArray.CreateBuilder<StopLevels>()).Add(levels);
    }
}
