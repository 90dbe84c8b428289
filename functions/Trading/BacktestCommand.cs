using System.Globalization;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services;
using AgentTrader.Services.Market;
using AgentTrader.Services.Trading.Backtests;

namespace AgentTrader.Functions.Trading;

/// <summary>
/// <c>./run backtest</c>: a backtest from the shell, without a host and without storage. What agents were told is what a file says.
/// Ends with 0, with 1 when the run fails, with 2 when what was asked for is wrong, and with 130 when it was cancelled.
/// </summary>
public static class BacktestCommand
{
    private const string Usage = """
        Usage: ./run backtest --symbols A,B --from DATE --to DATE [options]

        Replays the market's past through the trading engine and shows what it would have brought.

          --symbols A,B     1 to 20 symbols
          --from, --to      the first and the last day, YYYY-MM-DD
          --capital N       dollars to begin with (default 10000)
          --strategy S      conservative, balanced, aggressive or custom (default balanced)
          --tier T          conservative, moderate or aggressive, held for the whole time (default: the engine moves it)
          --interval I      the length of a bar: 1m, 5m, 15m, 1h or 1d (default 1d)
          --config JSON     settings of the engine by name, such as '{"maxOpenPositions": 5}'
          --recommendations FILE
                            what was recommended meanwhile, as GET /api/v1/recommendations answers it
          --market M        synthetic, or a folder of SYMBOL.csv bars (default synthetic)
          --seed N          the synthetic market's seed (default 1)
          --json            the answer of the API instead of a table
          --help            this text

        Ctrl-C cancels it. Exit codes: 0, 1 when it fails, 2 when an option is wrong, 130 when it was cancelled.
        """;

    /// <summary>What a shell makes of Ctrl-C.</summary>
    private const int CancelledCode = 130;

    private const int ChartWidth = 60;
    private const string Levels = "▁▂▃▄▅▆▇█";

    private static readonly string[] Names =
    [
        "--symbols",
        "--from",
        "--to",
        "--capital",
        "--strategy",
        "--tier",
        "--interval",
        "--config",
        "--recommendations",
        "--market",
        "--seed",
    ];

    /// <summary>Runs the command; the exit code.</summary>
    /// <param name="arguments">After the word backtest.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="output">For the answer.</param>
    /// <param name="error">For a sentence when there is none.</param>
    /// <param name="progress">Shown meanwhile; null where nobody looks.</param>
    /// <param name="cancellationToken">Cancels the backtest.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        TimeProvider time,
        TextWriter output,
        TextWriter error,
        ProgressLine? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }

        try
        {
            var given = Read(arguments);
            var request = RequestOf(given);
            IMarketData market =
                given.GetValueOrDefault("--market", MarketOptions.Synthetic) is var source
                && source == MarketOptions.Synthetic
                    ? new SyntheticMarketData(
                        Number(given, "--seed", "1", text => long.Parse(text, CultureInfo.InvariantCulture))
                    )
                    : RecordedMarketData.Load(source);
            var now = time.GetUtcNow();
            var marketNow = now < market.Sessions.Last.Close ? now : market.Sessions.Last.Close;
            var past = given.TryGetValue("--recommendations", out var path)
                ? PastSignals.None with
                {
                    Recommendations = RecommendationsFile.Read(path),
                }
                : PastSignals.None;
            var plan = await BacktestPlan.MakeAsync(request, market, marketNow, cancellationToken);
            var result = await plan.RunAsync(
                market,
                past,
                null,
                progress ?? (IProgress<double>)new Progress<double>(),
                cancellationToken
            );
            progress?.Clear();
            var id = EntityId.Derive(IdPrefixes.Backtest, now, result.OrderListHash);
            var record = new BacktestRecord(id, "", plan.Request, marketNow, now);
            record = BacktestJob.Completed(record, result, time.GetUtcNow());
            var response = BacktestResponse.Of(record, BacktestLists.Of(result));
            await output.WriteLineAsync(
                given.ContainsKey("--json") ? JsonSerializer.Serialize(response, ApiJson.Options) : Table(response)
            );
            return 0;
        }
        catch (OperationCanceledException)
        {
            progress?.Clear();
            await error.WriteLineAsync("The backtest was cancelled.");
            return CancelledCode;
        }
        catch (ProblemException problem) when (problem.Errors.Count > 0)
        {
            foreach (var (field, sentences) in problem.Errors)
            {
                await error.WriteLineAsync($"{field}: {string.Join(' ', sentences)}");
            }

            return 2;
        }
        catch (Exception exception) when (exception is ProblemException or MarketDataException)
        {
            await error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (InvalidOperationException exception)
        {
            progress?.Clear();
            await error.WriteLineAsync($"The backtest failed: {exception.Message}");
            return 1;
        }
    }

    private static Dictionary<string, string> Read(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var name = parts[0];
            if (name == "--json" && parts.Length == 1)
            {
                given[name] = "";
                continue;
            }

            if (!Names.Contains(name))
            {
                throw ProblemException.Invalid(arguments[i], "This is no option: see ./run backtest --help.");
            }

            var value =
                parts.Length == 2 ? parts[1]
                : i + 1 < arguments.Count ? arguments[++i]
                : "";
            if (value.Length == 0 || !given.TryAdd(name, value))
            {
                throw ProblemException.Invalid(name, "This option takes one value, once: see ./run backtest --help.");
            }
        }

        return given;
    }

    private static StartBacktestRequest RequestOf(Dictionary<string, string> given) =>
        new(
            Required(given, "--symbols")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Date(given, "--from"),
            Date(given, "--to"),
            Number(given, "--capital", "10000", text => decimal.Parse(text, CultureInfo.InvariantCulture)),
            given.ContainsKey("--tier") ? Word<RiskTier>(given, "--tier") : null,
            given.ContainsKey("--strategy") ? Word<Strategy>(given, "--strategy") : Strategy.Balanced,
            given.GetValueOrDefault("--interval", "1d"),
            given.TryGetValue("--config", out var config) ? Config(config) : null
        );

    private static string Required(Dictionary<string, string> given, string name) =>
        given.GetValueOrDefault(name)
        ?? throw ProblemException.Invalid(name, "This option is needed: see ./run backtest --help.");

    private static DateOnly Date(Dictionary<string, string> given, string name) =>
        DateOnly.TryParseExact(Required(given, name), "yyyy-MM-dd", out var date)
            ? date
            : throw ProblemException.Invalid(name, "This option takes a date as YYYY-MM-DD.");

    private static T Number<T>(Dictionary<string, string> given, string name, string otherwise, Func<string, T> parse)
    {
        try
        {
            return parse(given.GetValueOrDefault(name, otherwise));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw ProblemException.Invalid(name, "This option takes a number.");
        }
    }

    private static T Word<T>(Dictionary<string, string> given, string name)
        where T : struct, Enum
    {
        var words = EnumWords.Of(typeof(T));
        var index = Array.IndexOf(words, given[name]);
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw ProblemException.Invalid(name, $"This option takes one of {string.Join(", ", words)}.");
    }

    private static Dictionary<string, JsonElement> Config(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, ApiJson.Options) ?? [];
        }
        catch (JsonException)
        {
            throw ProblemException.Invalid("--config", "This option takes a JSON object of settings by name.");
        }
    }

    private static string Table(BacktestResponse backtest)
    {
        var (metrics, benchmark, curve) = (backtest.Metrics!, backtest.Benchmark!, backtest.EquityCurve!);
        string[] lines =
        [
            $"{string.Join(", ", backtest.Request.Symbols)}   {backtest.Request.From:yyyy-MM-dd} to {backtest.Request.To:yyyy-MM-dd}",
            "",
            Line("", "engine", "buy and hold"),
            Line("Value at the end", Dollars(curve[^1].Value), Dollars(curve[^1].BuyAndHold)),
            Line("Total return", Percent(metrics.TotalReturn), Percent(benchmark.TotalReturn)),
            Line("Sharpe ratio", Ratio(metrics.Sharpe), Ratio(benchmark.Sharpe)),
            Line("Sharpe, last 30 days", Ratio(metrics.Sharpe30), Ratio(benchmark.Sharpe30)),
            Line("Largest drawdown", Percent(metrics.MaxDrawdown), Percent(benchmark.MaxDrawdown)),
            Line("Sales won / lost", $"{metrics.Wins} / {metrics.Losses}", ""),
            Line("Win rate", Percent(metrics.WinRate), ""),
            Line("Average win", Dollars(metrics.AverageWin), ""),
            Line("Average loss", Dollars(metrics.AverageLoss), ""),
            Line("Profit factor", Ratio(metrics.ProfitFactor), ""),
            "",
            Chart([.. curve.Select(point => point.Value)]),
            $"{backtest.Orders:N0} orders over {backtest.Bars:N0} bars; order list {backtest.OrderListHash}",
        ];
        return string.Join(Environment.NewLine, lines.Select(line => line.TrimEnd()));
    }

    private static string Line(string name, string engine, string held) => $"{name, -24}{engine, 14}{held, 16}";

    private static string Dollars(decimal? amount) => Text(amount, "#,##0.00");

    private static string Percent(double? part) => Text(part * 100, "0.00") + (part is null ? "" : " %");

    private static string Ratio(double? value) => Text(value, "0.00");

    private static string Text(IFormattable? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    /// <summary>The curve in one line of blocks, the lowest of the values shown low and the highest high.</summary>
    private static string Chart(decimal[] values)
    {
        var width = Math.Min(ChartWidth, values.Length);
        var shown = Enumerable
            .Range(0, width)
            .Select(place => values[place * (values.Length - 1) / Math.Max(1, width - 1)])
            .ToList();
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(
            shown.Select(value => Levels[high > low ? (int)((value - low) / (high - low) * (Levels.Length - 1)) : 0])
        );
    }
}
