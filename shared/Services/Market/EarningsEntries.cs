using System.Globalization;
using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Market;

/// <summary>
/// Days of earnings that are entered by hand and count beside the market's own (document 5, requirement 10.1), for every engine
/// and every backtest of the instance.
/// </summary>
public sealed class EarningsEntries(InstanceStorage storage, AuditLog audit, IMarketData market, TimeProvider time)
{
    /// <summary>The most days that are kept, so that they fit into one row.</summary>
    public const int MaxDays = 2_000;

    private readonly SharedRow<EnteredEarnings> row = RowIn(storage, time);
    private volatile Merged? merged;

    internal static SharedRow<EnteredEarnings> RowIn(InstanceStorage storage, TimeProvider time) =>
        new(storage, time, "trading", "earnings", EnteredEarnings.None);

    /// <summary>The market's days and those that were entered, at most a second late.</summary>
    public async ValueTask<EarningsCalendar> CalendarAsync(CancellationToken cancellationToken)
    {
        var days = (await row.CurrentAsync(cancellationToken)).Days;
        var known = merged;
        if (known is null || !known.Days.SequenceEqual(days))
        {
            merged = known = new Merged(days, market.Earnings.With(days));
        }

        return known.Calendar;
    }

    /// <summary>The days that were entered, by symbol and day.</summary>
    public async Task<IReadOnlyList<EarningsDay>> ListAsync(CancellationToken cancellationToken) =>
        (await row.GetAsync(cancellationToken)).Days;

    /// <summary>Notes that a company reports on a day; once more changes nothing.</summary>
    /// <exception cref="ProblemException">400 for what is no symbol or no trading day, 422 for too many days.</exception>
    public Task EnterAsync(Caller caller, string symbol, string date, CancellationToken cancellationToken)
    {
        var entered = Parse(symbol, date);
        return ChangeAsync(
            caller,
            "earnings.entered",
            entered,
            days =>
                days.Contains(entered) ? days
                : days.Count >= MaxDays
                    ? throw ProblemException.Rule(
                        "/problems/too-many-earnings",
                        $"{MaxDays:N0} days are entered, as many as there may be: remove one that is long past first."
                    )
                : [.. days.Append(entered).OrderBy(day => day.Symbol, StringComparer.Ordinal).ThenBy(day => day.Date)],
            cancellationToken
        );
    }

    /// <summary>Takes a day back that was entered; the market's own stay. Once more changes nothing.</summary>
    /// <exception cref="ProblemException">400 for what is no symbol or no trading day.</exception>
    public Task RemoveAsync(Caller caller, string symbol, string date, CancellationToken cancellationToken)
    {
        var removed = Parse(symbol, date);
        return ChangeAsync(
            caller,
            "earnings.removed",
            removed,
            days => days.Contains(removed) ? [.. days.Where(day => day != removed)] : days,
            cancellationToken
        );
    }

    private async Task ChangeAsync(
        Caller caller,
        string action,
        EarningsDay day,
        Func<IReadOnlyList<EarningsDay>, IReadOnlyList<EarningsDay>> change,
        CancellationToken cancellationToken
    )
    {
        var at = caller.Operation.At;
        var entered = await row.ChangeAsync(
            before =>
                change(before.Days) is var days && ReferenceEquals(days, before.Days)
                    ? before
                    : new EnteredEarnings(days, at, caller.UserId),
            cancellationToken
        );
        // Also of a repeated request whose first try did not live to be audited.
        if (entered.ChangedAt == at && entered.ChangedBy == caller.UserId)
        {
            await audit.AppendAsync(
                AuditEntry.Of(
                    caller,
                    $"{action.Replace('.', '-')}-{NewestFirst.Key(at)}-{day.Symbol.Replace('.', '_')}-{day.Date:yyyyMMdd}",
                    action,
                    "earnings",
                    day.Symbol,
                    day
                ),
                cancellationToken
            );
        }
    }

    private static EarningsDay Parse(string symbol, string date)
    {
        List<FieldError> errors = [];
        if (!Symbol.IsValid(symbol))
        {
            errors.Add(new("symbol", "A symbol is 1 to 10 capital letters, digits, dots or hyphens, such as AAPL."));
        }

        var isDay = DateOnly.TryParseExact(
            date,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        );
        if (
            !isDay
            || day < ExchangeCalendar.FirstDay
            || day > ExchangeCalendar.Range.Last.Date
            || ExchangeCalendar.SessionOf(day) is null
        )
        {
            errors.Add(new("date", "Name a day on which the exchange is open, as 2026-01-28."));
        }

        return errors.Count > 0 ? throw ProblemException.Invalid(errors) : new EarningsDay(symbol, day);
    }

    private sealed record Merged(IReadOnlyList<EarningsDay> Days, EarningsCalendar Calendar);
}
