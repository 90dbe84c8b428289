using System.Numerics;
using System.Runtime.CompilerServices;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>What the engine's settings must satisfy. The ranges are ours: document 5 names defaults, not limits.</summary>
public static class EngineConfigRules
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Every setting that fails, by its name in camelCase; empty when all is well.</summary>
    public static IReadOnlyList<FieldError> Validate(EngineConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var errors = new List<FieldError>();
        CheckSizing(config, errors);
        CheckReserveAndTiers(config, errors);
        CheckBreakersAndEvents(config, errors);
        CheckEntries(config, errors);
        CheckMicro(config, errors);
        return errors;
    }

    private static void CheckSizing(EngineConfig config, List<FieldError> errors)
    {
        Part(config.BaseAllocationPct, errors);
        Part(config.AbsoluteCapPct, errors);
        Part(config.PairCorrelationLimit, errors);
        Part(config.CorrelationShrinkFrom, errors);
        Part(config.CorrelationRejectFrom, errors);
        // The allocation shrinks from one to the other: there must be a way between them.
        Require(
            config.CorrelationShrinkFrom < config.CorrelationRejectFrom,
            "correlationShrinkFrom",
            "This setting lies below correlationRejectFrom.",
            errors
        );
        Within(config.DiversificationSectors, 0, 100, errors);
        Within(config.DiversificationBonus, 1, 3, errors);
        Within(config.MaxOpenPositions, 1, Book.MaxPositions, errors);
        Part(config.ReplacementEdge, errors);
        Part(config.HeatTightenFrom, errors);
    }

    private static void CheckReserveAndTiers(EngineConfig config, List<FieldError> errors)
    {
        Part(config.ReserveSiphonPct, errors);
        Part(config.ReserveHighWaterPct, errors);
        Amount(config.MinActivePool, errors);
        Part(config.EmergencyDrawdownPct, errors);
        Part(config.DowngradeWinRate, errors);
        Part(config.DowngradeDrawdown, errors);
        Part(config.UpgradeWinRate, errors);
        Part(config.UpgradeReservePct, errors);
        Part(config.UpgradeDrawdown, errors);
        Require(
            config.DowngradeWinRate <= config.UpgradeWinRate,
            "downgradeWinRate",
            "This setting is at most upgradeWinRate.",
            errors
        );
        Require(
            config.UpgradeDrawdown <= config.DowngradeDrawdown,
            "upgradeDrawdown",
            "This setting is at most downgradeDrawdown.",
            errors
        );
        Interval(config.TierInterval, errors);
        Interval(config.RebalanceInterval, errors);
        Require(
            config.ManualTier is null || Enum.IsDefined(config.ManualTier.Value),
            "manualTier",
            "A tier is conservative, moderate or aggressive; null lets the engine choose.",
            errors
        );
    }

    private static void CheckBreakersAndEvents(EngineConfig config, List<FieldError> errors)
    {
        Part(config.TrailingTriggerPct, errors);
        Within(config.VolatilityChangePct, 0.01, 10, errors);
        Within(config.WeakSignalStopFactor, 0.1, 1, errors);
        Within(config.StalePrice, Minute, Day, errors);
        Within(config.DailyLossPct, 0.001m, 1, errors);
        Within(config.PositionLossPct, 0.001m, 1, errors);
        Within(config.ReEntryBan, TimeSpan.Zero, 30 * Day, errors);
        Within(config.VolatilityLimit, 1, 1_000, errors);
        Within(config.StopHitLimit, 1, 100, errors);
        Within(config.StopHitWindow, Minute, Day, errors);
        Within(config.VolatilityPause, Minute, 7 * Day, errors);
        Within(config.EventStopFactor, 0.1, 1, errors);
        Within(config.PriceMovePct, 0.001, 1, errors);
        Part(config.DeclinePositionsPct, errors);
        Part(config.DeclineLossPct, errors);
        Part(config.LargeResultPct, errors);
        Within(config.PreEarningsDays, 0, 30, errors);
        Part(config.PreEarningsSizeFactor, errors);
        Within(config.PreEarningsStopFactor, 0.1, 1, errors);
        Within(config.EarningsBlackoutDays, 0, 30, errors);
        Within(config.PostEarningsDays, 0, 30, errors);
    }

    private static void CheckEntries(EngineConfig config, List<FieldError> errors)
    {
        Within(config.WindowMargin, TimeSpan.Zero, TimeSpan.FromHours(3), errors);
        Amount(config.GradualEntryAmount, errors);
        Part(config.GradualEntryPct, errors);
        Within(config.Tranches, 1, 10, errors);
        Within(config.TrancheInterval, Minute, Day, errors);
        Within(config.PollingInterval, Minute, Day, errors);
        Within(config.RecommendationTtl, Minute, 30 * Day, errors);
        var signals = config.CustomSignals;
        Require(
            signals.Count > 0
                && signals.Distinct().Count() == signals.Count
                && signals.All(signal => Enum.IsDefined(signal) && signal < SignalKind.Micro),
            "customSignals",
            "These are one or more of trend, momentum, mean_reversion and breakout, each once; microEnabled adds micro-trades.",
            errors
        );
    }

    private static void CheckMicro(EngineConfig config, List<FieldError> errors)
    {
        Within(config.MicroPollingInterval, Minute, Day, errors);
        Part(config.MicroMaxPct, errors);
        Within(config.MicroMaxPerDay, 0, 1_000, errors);
        Within(config.MicroStopAtrMultiplier, 0.1, 10, errors);
        Within(config.MicroRewardRiskRatio, 0.1, 10, errors);
        Within(config.MicroMaxHold, Minute, Day, errors);
    }

    private static void Part<T>(
        T value,
        List<FieldError> errors,
        [CallerArgumentExpression(nameof(value))] string setting = ""
    )
        where T : INumber<T> => Within(value, T.Zero, T.One, errors, setting);

    private static void Amount(
        decimal value,
        List<FieldError> errors,
        [CallerArgumentExpression(nameof(value))] string setting = ""
    ) => Within(value, 0, Money.MaxBudget, errors, setting);

    private static void Interval(
        ReviewInterval value,
        List<FieldError> errors,
        [CallerArgumentExpression(nameof(value))] string setting = ""
    ) => Require(Enum.IsDefined(value), NameOf(setting), "An interval is daily, weekly or monthly.", errors);

    /// <summary>NaN is in no range. A decimal has at most four decimals, as many as are shown.</summary>
    private static void Within<T>(
        T value,
        T min,
        T max,
        List<FieldError> errors,
        [CallerArgumentExpression(nameof(value))] string setting = ""
    )
        where T : IComparable<T>
    {
        var isExact = value is not decimal number || Money.ToPrice(number) == number;
        var isInRange = value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0;
        Require(
            isInRange && isExact,
            NameOf(setting),
            isInRange
                ? "This setting has at most four decimals."
                : FormattableString.Invariant($"This setting is from {min} to {max}."),
            errors
        );
    }

    private static string NameOf(string expression)
    {
        var name = expression[(expression.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static void Require(bool holds, string field, string sentence, List<FieldError> errors)
    {
        if (!holds)
        {
            errors.Add(new FieldError(field, sentence));
        }
    }
}
