using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>A backtest that was checked against the market, and how it is run. The API and the shell share it.</summary>
public sealed class BacktestPlan
{
    public const int MaxSymbols = 20;
    public const int MaxYears = 25;

    /// <summary>About 100 MB in memory, and well within the five minutes a function may take.</summary>
    public const long MaxBars = 1_000_000;

    /// <summary>Bars before the first day, so that every average is settled when trading begins.</summary>
    private const int WarmUpBars = 260;

    private readonly EngineConfig config;
    private readonly BarInterval interval;
    private readonly Session first;
    private readonly Session warmUp;
    private readonly DateTimeOffset end;

    private BacktestPlan(
        StartBacktestRequest request,
        DateTimeOffset marketNow,
        BarInterval interval,
        EngineConfig config
    )
    {
        this.config = config;
        this.interval = interval;
        Request = request with { Config = EngineConfigOverrides.Normalize(request.Config, config) };
        first = ExchangeCalendar.SessionOnOrAfter(request.From);
        warmUp = ExchangeCalendar.SessionAt(Math.Max(0, first.Index - 1 - (WarmUpBars / BarsPerSession(interval))));
        var midnight = ExchangeCalendar.SessionOnOrAfter(request.To.AddDays(1)).Open;
        end = midnight < marketNow ? midnight : marketNow;
    }

    /// <summary>As it was asked for, with the settings of the engine in their shortest form.</summary>
    public StartBacktestRequest Request { get; }

    /// <summary>Market time of the first instant that is traded.</summary>
    public DateTimeOffset From => first.Open;

    /// <summary>Market time before which the last bar that is traded begins.</summary>
    public DateTimeOffset To => end;

    /// <summary>Checks a request against the market as it is known at an instant.</summary>
    /// <exception cref="ProblemException">400 with every failing field, 422 for what is beyond a limit or without bars.</exception>
    public static async Task<BacktestPlan> MakeAsync(
        StartBacktestRequest request,
        IMarketData market,
        DateTimeOffset marketNow,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(market);
        var errors = new List<FieldError>();
        AddSymbolErrors(request.Symbols, errors);
        AddDateErrors(request, ExchangeCalendar.DateOf(marketNow), errors);
        if (AgentRules.ValidateBudget("initialCapital", request.InitialCapital) is { } error)
        {
            errors.Add(error);
        }

        if (!BarIntervals.TryParse(request.Interval, out var interval) || !market.Intervals.Contains(interval))
        {
            var names = string.Join(", ", market.Intervals.Select(each => each.Name()));
            errors.Add(new("interval", $"This market has bars of {names}."));
        }

        var config = EngineConfigOverrides.Apply(request.Config, errors);
        if (request.RiskTier is not null && request.Config?.ContainsKey("manualTier") == true)
        {
            errors.Add(new("config.manualTier", "The risk tier is given twice: leave this out, or riskTier."));
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }

        var plan = new BacktestPlan(request, marketNow, interval, config);
        plan.RefuseTooMany();
        await plan.RefuseWithoutBarsAsync(market, cancellationToken);
        return plan;
    }

    /// <summary>Reads the bars and replays them. Reading is taken for the first half of the work.</summary>
    /// <param name="market">Where the bars are.</param>
    /// <param name="past">What agents were told meanwhile.</param>
    /// <param name="ownerId">Whose recommendations count beside everybody's; null for nobody's.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProblemException">422: none of the bars is over.</exception>
    public async Task<BacktestResult> RunAsync(
        IMarketData market,
        PastSignals past,
        string? ownerId,
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(progress);
        var bars = new Dictionary<string, ReadOnlyMemory<Bar>>(StringComparer.Ordinal);
        foreach (var symbol in Request.Symbols)
        {
            var read = await market.GetBarsAsync(symbol, interval, warmUp.Open, end, cancellationToken);
            bars[symbol] = read as Bar[] ?? [.. read];
            progress.Report(bars.Count / 2.0 / Request.Symbols.Count);
        }

        var result = Backtester.Run(
            new BacktestRequest
            {
                Bars = bars,
                From = From,
                To = To,
                ClosesBefore = await SessionCloses.BeforeAsync(
                    market,
                    Request.Symbols,
                    warmUp.Index,
                    cancellationToken
                ),
                InitialCapital = Request.InitialCapital,
                Settings = new AgentSettings
                {
                    Name = "Backtest",
                    Strategy = Request.Strategy,
                    // The middle of the scale: it neither enlarges nor shrinks a position.
                    RiskTolerance = 5,
                    AssetPreferences = Request.Symbols,
                },
                Earnings = market.Earnings.With(past.Earnings),
                Recommendations = past.Recommendations,
                OwnerId = ownerId,
                MacroEvents = past.MacroEvents,
                Config = Request.RiskTier is { } tier ? config with { ManualTier = tier } : config,
            },
            new Second(progress),
            cancellationToken
        );
        return result.EquityCurve.Count > 0
            ? result
            : throw ProblemException.Rule(
                "/problems/no-bars",
                "No bar of that time is over yet: begin earlier, or take a shorter interval."
            );
    }

    private static int BarsPerSession(BarInterval interval) =>
        interval == BarInterval.OneDay ? 1 : (int)Math.Ceiling(TimeSpan.FromHours(6.5) / interval.Length());

    private static void AddSymbolErrors(IReadOnlyList<string> symbols, List<FieldError> errors)
    {
        if (symbols.Count is 0 or > MaxSymbols)
        {
            errors.Add(new("symbols", $"A backtest has 1 to {MaxSymbols} symbols.", OverLimit: symbols.Count > 0));
            return;
        }

        for (var i = 0; i < symbols.Count; i++)
        {
            if (!Symbol.IsValid(symbols[i]))
            {
                errors.Add(
                    new($"symbols[{i}]", "A symbol is 1 to 10 capital letters, digits, dots or hyphens, such as AAPL.")
                );
            }
            else if (symbols.Take(i).Contains(symbols[i], StringComparer.Ordinal))
            {
                errors.Add(new($"symbols[{i}]", $"{symbols[i]} is listed twice."));
            }
        }
    }

    private static void AddDateErrors(StartBacktestRequest request, DateOnly today, List<FieldError> errors)
    {
        if (request.From < ExchangeCalendar.FirstDay)
        {
            errors.Add(new("from", $"The exchange's calendar begins on {ExchangeCalendar.FirstDay:yyyy-MM-dd}."));
        }

        if (request.To < request.From)
        {
            errors.Add(new("to", "The last day is not before the first."));
        }
        else if (request.To > today)
        {
            errors.Add(
                new("to", $"It is {today:yyyy-MM-dd} in the market: end on that day or earlier.", OverLimit: true)
            );
        }
        else if (request.To > request.From.AddYears(MaxYears))
        {
            errors.Add(new("from", $"A backtest spans at most {MaxYears} years: begin later.", OverLimit: true));
        }
    }

    private void RefuseTooMany()
    {
        var sessions = ExchangeCalendar.LastStarted(end).Index - warmUp.Index + 1;
        var bars = (long)Request.Symbols.Count * sessions * BarsPerSession(interval);
        if (bars > MaxBars)
        {
            throw ProblemException.Rule(
                "/problems/too-many-bars",
                $"That are about {bars:N0} bars and a backtest has at most {MaxBars:N0}: take a shorter time, fewer symbols or a longer interval."
            );
        }
    }

    private async Task RefuseWithoutBarsAsync(IMarketData market, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        for (var i = 0; i < Request.Symbols.Count; i++)
        {
            var symbol = Request.Symbols[i];
            if (await market.GetQuoteAsync(symbol, end, cancellationToken) is not { } quote || quote.AsOf < first.Open)
            {
                errors.Add(
                    new(
                        $"symbols[{i}]",
                        $"This market has no price for {symbol} in that time: name another.",
                        OverLimit: true
                    )
                );
            }
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }

    /// <summary>The second half of a progress.</summary>
    private sealed class Second(IProgress<double> whole) : IProgress<double>
    {
        public void Report(double value) => whole.Report((1 + value) / 2);
    }
}
