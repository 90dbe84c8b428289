using AgentTrader.Core.Market;
using NodaTime;

namespace AgentTrader.Core.Agents;

/// <summary>What an agent's settings must satisfy (document 1, FR-001 and FR-002).</summary>
public static class AgentRules
{
    public const int MaxNameLength = 100;
    public const int MaxAssetPreferences = 100;
    public const long MaxApiCalls = 100_000_000;
    public const decimal MaxBudgetPerMonth = 10_000_000m;
    public const decimal MaxOversightThreshold = 1_000_000_000m;

    /// <summary>Every field that fails, in the order of the settings; empty when all is well.</summary>
    public static IReadOnlyList<FieldError> Validate(AgentSettings settings, decimal initialBudget)
    {
        var errors = new List<FieldError>(Validate(settings));
        if (ValidateBudget("initialBudget", initialBudget) is { } error)
        {
            errors.Add(error);
        }

        return errors;
    }

    /// <summary>Every field that fails, in the order of the settings; empty when all is well.</summary>
    public static IReadOnlyList<FieldError> Validate(AgentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var errors = new List<FieldError>();
        void Require(bool holds, string field, string sentence)
        {
            if (!holds)
            {
                errors.Add(new FieldError(field, sentence));
            }
        }

        Require(
            IsName(settings.Name),
            "name",
            $"A name has 1 to {MaxNameLength} characters, none of them a control character, and is not blank."
        );
        Require(
            Enum.IsDefined(settings.Strategy),
            "strategy",
            "A strategy is conservative, balanced, aggressive or custom."
        );
        Require(
            settings.RiskTolerance is >= 1 and <= 10,
            "riskTolerance",
            "Risk tolerance is a whole number from 1 to 10."
        );
        AddAssetErrors(settings.AssetPreferences, errors);
        AddHourErrors(settings.TradingHours, errors);
        Require(settings.QuotaConfig is not null, "quotaConfig", "A quota is needed.");
        if (settings.QuotaConfig is { } quota)
        {
            Require(
                quota.ApiCalls is >= 0 and <= MaxApiCalls,
                "quotaConfig.apiCalls",
                $"API calls a month are from 0 to {MaxApiCalls:N0}."
            );
            Require(
                IsAmount(quota.BudgetPerMonth, MaxBudgetPerMonth),
                "quotaConfig.budgetPerMonth",
                $"The monthly budget is from 0 to {MaxBudgetPerMonth:N0} dollars, with at most two decimals."
            );
        }

        Require(
            settings.OversightThreshold > 0 && IsAmount(settings.OversightThreshold, MaxOversightThreshold),
            "oversightThreshold",
            $"The oversight threshold is above 0 and at most {MaxOversightThreshold:N0} dollars, with at most two decimals."
        );
        return errors;
    }

    /// <summary>What is wrong with a budget, or null.</summary>
    public static FieldError? ValidateBudget(string field, decimal budget) =>
        budget > Money.MaxBudget
            ? new FieldError(field, $"A budget is at most {Money.MaxBudget:N0} dollars an agent.", OverLimit: true)
        : budget > 0 && Money.IsWholeCents(budget) ? null
        : new FieldError(
            field,
            $"A budget is above 0 and at most {Money.MaxBudget:N0} dollars, with at most two decimals."
        );

    private static bool IsName(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl);

    private static bool IsAmount(decimal amount, decimal maximum) =>
        amount >= 0 && amount <= maximum && Money.IsWholeCents(amount);

    private static void AddAssetErrors(IReadOnlyList<string>? symbols, List<FieldError> errors)
    {
        if (symbols is null || symbols.Count > MaxAssetPreferences)
        {
            errors.Add(
                new FieldError(
                    "assetPreferences",
                    $"Asset preferences are a list of at most {MaxAssetPreferences} symbols."
                )
            );
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < symbols.Count; i++)
        {
            if (!Symbol.IsValid(symbols[i]))
            {
                errors.Add(
                    new FieldError(
                        $"assetPreferences[{i}]",
                        $"A symbol is 1 to {Symbol.MaxLength} capital letters, digits, dots or hyphens and begins with a letter, such as AAPL or BRK.B."
                    )
                );
            }
            else if (!seen.Add(symbols[i]))
            {
                errors.Add(new FieldError($"assetPreferences[{i}]", $"{symbols[i]} is listed twice."));
            }
        }
    }

    private static void AddHourErrors(TradingHours? hours, List<FieldError> errors)
    {
        if (hours is null)
        {
            errors.Add(new FieldError("tradingHours", "Trading hours are needed."));
            return;
        }

        var start = TradingHours.TryMinuteOf(hours.Start);
        var end = TradingHours.TryMinuteOf(hours.End);
        if (start is null)
        {
            errors.Add(new FieldError("tradingHours.start", "A time of day is written HH:mm, such as 09:30."));
        }

        if (end is null)
        {
            errors.Add(new FieldError("tradingHours.end", "A time of day is written HH:mm, such as 16:00."));
        }

        if (start >= end)
        {
            errors.Add(new FieldError("tradingHours.end", "Trading hours end after they start, on the same day."));
        }

        if (hours.Timezone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(hours.Timezone) is null)
        {
            errors.Add(new FieldError("tradingHours.timezone", "A time zone is a name such as America/New_York."));
        }
    }
}
