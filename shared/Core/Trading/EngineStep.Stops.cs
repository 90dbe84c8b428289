using System.Collections.Immutable;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>Where positions end by themselves (document 5, requirements 4, 7.2, 10.2, 13.3 and 20.5).</summary>
internal ref partial struct EngineStep
{
    private const decimal LowestPrice = 0.01m;

    /// <summary>Gives each position its levels, and moves those of others where the rules say so. Stops never move down.</summary>
    public void SetStops()
    {
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (viewOf[i] < 0 || !symbols[viewOf[i]].Features.IsReady)
            {
                continue;
            }

            ref readonly var view = ref symbols[viewOf[i]];
            if (Book.StopOf(view.Symbol) is not { } stop)
            {
                Set(FirstLevels(Book.Positions[i], view));
            }
            else if (Moved(stop, view) is { } moved)
            {
                Set(moved);
            }
        }

        CoolDown();
    }

    private readonly StopLevels FirstLevels(Position position, in SymbolView view)
    {
        // The last signal that was acted on opened the position; a person's trade has none and follows the trend.
        var (kind, confidence, at) = (SignalKind.Trend, 1.0, DateTimeOffset.MinValue);
        for (var each = SignalKind.Trend; each <= SignalKind.Recommendation; each++)
        {
            if (Book.HandledOf(view.Symbol, each) is { SkipReason: null } handled && handled.At > at)
            {
                (kind, confidence, at) = (each, handled.Confidence, handled.At);
            }
        }

        return Levels(view, position.AverageCost, kind, confidence);
    }

    private readonly StopLevels Levels(in SymbolView view, decimal entry, SignalKind kind, double confidence)
    {
        var isMicro = kind == SignalKind.Micro;
        var multiplier = isMicro ? Config.MicroStopAtrMultiplier : Parameters.StopLossAtrMultiplier;
        if (IsBeforeEarnings(view.Symbol))
        {
            multiplier *= Config.PreEarningsStopFactor;
        }

        var atr = AtrOf(view, kind);
        var distance = Distance(atr * multiplier);
        var ratio = isMicro ? Config.MicroRewardRiskRatio : Parameters.RewardRiskRatio;
        return new StopLevels(
            view.Symbol,
            entry,
            Math.Max(entry - distance, LowestPrice),
            entry + Money.ToPrice(distance * (decimal)ratio),
            atr,
            multiplier,
            confidence,
            kind,
            Now
        );
    }

    /// <summary>The levels after breakeven, a change of volatility or the coming of earnings; null when they stay.</summary>
    private readonly StopLevels? Moved(StopLevels stop, in SymbolView view)
    {
        var moved = stop;
        var change = Math.Abs(AtrOf(view, stop.Kind) - stop.Atr);
        if (
            change > stop.Atr * Config.VolatilityChangePct
            || (IsBeforeEarnings(view.Symbol) && stop.AtrMultiplier >= Parameters.StopLossAtrMultiplier)
        )
        {
            moved = Levels(view, stop.EntryPrice, stop.Kind, stop.Confidence) with { TriggeredAt = stop.TriggeredAt };
            moved = moved with { StopLoss = Math.Max(moved.StopLoss, stop.StopLoss) };
        }

        var trigger = stop.EntryPrice + ((stop.TakeProfit - stop.EntryPrice) * Config.TrailingTriggerPct);
        if (view.Bid > trigger && moved.StopLoss < moved.EntryPrice)
        {
            moved = moved with { StopLoss = moved.EntryPrice, At = Now };
        }

        return ReferenceEquals(moved, stop) ? null : moved;
    }

    /// <summary>With too much heat, halves the distance of the least confident position's stop (requirement 13.3).</summary>
    private void CoolDown()
    {
        var limit = ActivePool * (decimal)(Parameters.MaxPortfolioHeat * Config.HeatTightenFrom);
        if (viewOf.IsEmpty || Heat() <= limit)
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

    /// <summary>The stop that counts now: while a macro event lasts it lies nearer to the entry (requirement 7.2).</summary>
    private readonly decimal EffectiveStop(StopLevels stop) =>
        input.MacroEvent
            ? Math.Max(
                stop.StopLoss,
                stop.EntryPrice - Distance(stop.Atr * stop.AtrMultiplier * Config.EventStopFactor)
            )
            : stop.StopLoss;

    /// <summary>A micro-trade is measured by the bars it trades on, every other position by days.</summary>
    private static double AtrOf(in SymbolView view, SignalKind kind) =>
        kind == SignalKind.Micro ? view.Features.Atr : view.Features.DailyAtr;

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
