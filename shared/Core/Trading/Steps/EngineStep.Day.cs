using System.Collections.Immutable;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>What is judged once a session, and what stops all trading.</summary>
internal ref partial struct EngineStep
{
    private const int DaysKept = 30;

    /// <summary>How many of its standard deviations the range of a random walk is.</summary>
    private const double RangeOfDeviation = 1.6;

    /// <summary>At the first step of a session: puts the day before away and begins with nothing counted.</summary>
    public void BeginDay()
    {
        if (Book.Engine.Day != Session.Date)
        {
            TurnDay(Book.Engine);
        }
    }

    /// <summary>At a session's close: judges the risk tier when it is time to (requirement 5.2), one step at a time.</summary>
    public void EndDay()
    {
        var before = Book.Engine;
        var (days, peak) = (WithToday(before), Math.Max(before.PeakValue, Value));
        // A strategy chosen since begins with its own tier.
        if (Config.ManualTier is null && before.TierOf == Settings.Strategy && Config.TierInterval.EndsWith(Session))
        {
            var metrics = RiskTierMetrics.Of(days, Value, peak, Book.ReservePool);
            var (next, reason) = RiskTierController.Next(Tier, metrics, Config);
            SetTier(next, reason, metrics, days);
        }

        Remember(before with { Tier = Tier, TierOf = Settings.Strategy, JudgedOn = Session.Date, PeakValue = peak });
    }

    private static ImmutableArray<DayResult> WithToday(EngineState state)
    {
        if (state.Day is not { } day)
        {
            return state.Days;
        }

        var kept = state.Days.AsSpan()[Math.Max(0, state.Days.Length + 1 - DaysKept)..];
        return [.. kept, new DayResult(day, state.DayStartValue, state.Wins, state.Losses)];
    }

    private void TurnDay(EngineState before)
    {
        var days = WithToday(before);
        var peak = Math.Max(before.PeakValue, Value);
        BeginTier(days, peak);
        var now = Now;
        Remember(
            before with
            {
                Tier = Tier,
                TierOf = Settings.Strategy,
                Day = Session.Date,
                DayStartValue = Value,
                PeakValue = peak,
                Wins = 0,
                Losses = 0,
                MicroTrades = 0,
                Days = days,
                Bans = before.Bans.RemoveAll(ban => ban.Until <= now),
                Avoided = before.Avoided.RemoveAll(avoided => avoided.Until <= now),
                StopHits = [],
            }
        );
        TellOfEarnings();
    }

    /// <summary>
    /// After a loss of a large part of the budget the reserve pool is opened and the tier becomes the careful one (requirement
    /// 3.6).
    /// </summary>
    public void SettleReserve()
    {
        if (Value >= Book.Budget * (1 - Config.EmergencyDrawdownPct))
        {
            return;
        }

        if (Book.ReservePool > 0)
        {
            var (book, entry) = Book.MoveReserve(ReserveTrigger.EmergencyLiquidation, -Book.ReservePool, Now);
            Book = book;
            Cash -= entry.Amount;
            (reserve ??= ImmutableArray.CreateBuilder<ReserveEntry>()).Add(entry);
            Tell(
                EngineEventKind.ReserveReleased,
                Text(
                    $"The portfolio is worth {Value:N2} of a budget of {Book.Budget:N2}: {-entry.Amount:N2} of reserve are free for trading."
                )
            );
        }

        if (Config.ManualTier is null && Tier != RiskTier.Conservative)
        {
            var metrics = RiskTierMetrics.Of(Book.Engine.Days, Value, Book.Engine.PeakValue, Book.ReservePool);
            SetTier(
                RiskTier.Conservative,
                Text($"the portfolio has lost more than {Config.EmergencyDrawdownPct:0%} of its budget"),
                metrics,
                Book.Engine.Days
            );
            Remember(Book.Engine with { Tier = Tier });
        }
    }

    /// <summary>Closes the breakers whose time is over and trips those whose condition holds (requirement 6).</summary>
    public void CheckBreakers()
    {
        for (var i = Book.Engine.Breakers.Length - 1; i >= 0; i--)
        {
            var breaker = Book.Engine.Breakers[i];
            if (breaker.Until <= Now)
            {
                Remember(Book.Engine with { Breakers = Book.Engine.Breakers.RemoveAt(i) });
                Tell(
                    EngineEventKind.BreakerReset,
                    Text($"The circuit breaker for {Word(breaker.Kind)} is closed: trading goes on.")
                );
            }
        }

        var start = Book.Engine.DayStartValue;
        if (Value < start * (1 - Config.DailyLossPct))
        {
            var loss = (double)((start - Value) / start);
            Trip(CircuitBreakerKind.DailyLoss, NextOpen(), (double)Config.DailyLossPct, loss);
        }

        var volatility = Volatility();
        if (volatility > Config.VolatilityLimit)
        {
            Trip(CircuitBreakerKind.Volatility, Now + Config.VolatilityPause, Config.VolatilityLimit, volatility);
        }
    }

    /// <summary>Notes that a stop was hit, and trips the breaker when there were too many (requirement 6.3).</summary>
    private void CountStopHit()
    {
        var (now, window) = (Now, Config.StopHitWindow);
        var hits = Book.Engine.StopHits.RemoveAll(at => now - at > window).Add(now);
        Remember(Book.Engine with { StopHits = hits });
        if (hits.Length > Config.StopHitLimit)
        {
            Trip(CircuitBreakerKind.StopHits, Now + Config.VolatilityPause, Config.StopHitLimit, hits.Length);
        }
    }

    private void Trip(CircuitBreakerKind kind, DateTimeOffset until, double threshold, double actual)
    {
        foreach (var open in Book.Engine.Breakers)
        {
            if (open.Kind == kind)
            {
                return;
            }
        }

        var breaker = new CircuitBreaker(kind, Now, until, threshold, actual);
        Remember(Book.Engine with { Breakers = Book.Engine.Breakers.Add(breaker) });
        Tell(
            EngineEventKind.BreakerTripped,
            Text(
                $"The circuit breaker for {Word(kind)} is open until {until:yyyy-MM-dd HH:mm} UTC: {actual:0.###} is over the limit of {threshold:0.###}."
            ),
            breaker: breaker
        );
    }

    private readonly DateTimeOffset NextOpen() =>
        Session.Index < ExchangeCalendar.Range.Last.Index
            ? ExchangeCalendar.SessionAt(Session.Index + 1).Open
            : Session.Close;

    /// <summary>
    /// In place of the VIX: the mean of the symbols' average true ranges, made a yearly standard deviation in percent.
    /// </summary>
    private readonly double Volatility()
    {
        var (sum, count) = (0.0, 0);
        foreach (ref readonly var view in symbols)
        {
            // A price of nothing tells nothing: its part of the range would be without bounds.
            if (view.Features is { IsReady: true, Last.Close: > 0, DailyAtr: > 0 })
            {
                sum += view.Features.DailyAtr / view.Features.Last.Close;
                count++;
            }
        }

        return count > 0 ? 100 * sum / count / RangeOfDeviation * Math.Sqrt(252) : 0;
    }

    /// <summary>A strategy begins with its own tier.</summary>
    private void BeginTier(ImmutableArray<DayResult> days, decimal peak)
    {
        if (Config.ManualTier is null && Book.Engine.TierOf != Settings.Strategy)
        {
            SetTier(
                RiskTierParameters.TierOf(Settings.Strategy),
                Book.Engine.TierOf is null ? null : "the strategy was changed",
                RiskTierMetrics.Of(days, Value, peak, Book.ReservePool),
                days
            );
        }
    }

    private void SetTier(RiskTier next, string? reason, in RiskTierMetrics metrics, ImmutableArray<DayResult> days)
    {
        if (next != Tier && reason is not null)
        {
            Tell(
                EngineEventKind.TierChanged,
                Text($"The risk tier goes from {Word(Tier)} to {Word(next)}: {reason}."),
                new RiskTierChange(Tier, next, metrics with { Sharpe = RiskTierMetrics.SharpeOf(days, Value) })
            );
        }

        Tier = next;
        Parameters = RiskTierParameters.Of(next);
    }

    /// <summary>Positions on the eve of earnings are for a person to look at (requirement 10.3).</summary>
    private void TellOfEarnings()
    {
        foreach (var position in Book.Positions)
        {
            if (DaysToEarnings(position.Symbol) is >= 0 and var days && days <= Config.EarningsBlackoutDays)
            {
                Tell(
                    EngineEventKind.EarningsNear,
                    Text(
                        $"{position.Symbol} reports earnings within {Config.EarningsBlackoutDays} trading day: look at the position."
                    )
                );
            }
        }
    }

    private static string Word(RiskTier tier) =>
        tier switch
        {
            RiskTier.Conservative => "conservative",
            RiskTier.Aggressive => "aggressive",
            _ => "moderate",
        };

    private static string Word(CircuitBreakerKind kind) =>
        kind switch
        {
            CircuitBreakerKind.DailyLoss => "daily loss",
            CircuitBreakerKind.Volatility => "volatility",
            CircuitBreakerKind.PositionLoss => "position loss",
            _ => "stops hit",
        };
}
