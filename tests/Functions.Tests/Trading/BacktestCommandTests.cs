using System.Text.Json;
using AgentTrader.Functions.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>Backtests from the shell.</summary>
public sealed class BacktestCommandTests
{
    private static readonly string[] Good = ["--symbols", "AAPL,MSFT", "--from", "2024-01-02", "--to", "2024-12-31"];

    [Fact]
    public async Task Shows_a_table_and_the_curve()
    {
        var (code, output, error) = await RunAsync(Good);
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Contains("Total return", output, StringComparison.Ordinal);
        Assert.Contains("buy and hold", output, StringComparison.Ordinal);
        var chart = output
            .Split('\n')
            .Single(line =>
                line.Length > 0 && line.Trim().All(each => each is >= '▁' and <= '█') && line.Trim().Length > 0
            );
        Assert.Equal(60, chart.Trim().Length);
        Assert.Contains('█', chart);
        Assert.Contains('▁', chart);
    }

    [Fact]
    public async Task Shows_the_answer_of_the_api_and_the_same_orders_each_time()
    {
        var (_, first, _) = await RunAsync([.. Good, "--json"]);
        var (_, second, _) = await RunAsync([.. Good, "--json"]);
        Assert.Equal(first, second);
        var answer = JsonDocument.Parse(first).RootElement;
        Assert.Equal("completed", answer.GetProperty("status").GetString());
        Assert.Equal(252, answer.GetProperty("equityCurve").GetArrayLength());
        Assert.Equal(10_000m, answer.GetProperty("request").GetProperty("initialCapital").GetDecimal());
    }

    [Fact]
    public async Task Replays_the_recommendations_of_a_file_as_the_api_lists_them()
    {
        const string Item = """
            {"recommendationId":"rec_1","symbol":"AAPL","action":"buy","confidence":0.95,"mode":"paper_eligible",
             "horizon":"month","thesis":"It is cheap.","createdAt":"2024-02-01T00:00:00Z",
             "expiresAt":"2024-03-01T00:00:00Z","ownerId":"usr_1","isActionable":true}
            """;
        var without = await AnswerAsync();
        Assert.DoesNotContain(without.GetProperty("trades").EnumerateArray(), IsRecommended);
        foreach (var text in (string[])[$"[{Item}]", $"{{\"items\":[{Item}],\"nextPageToken\":null}}"])
        {
            using var file = new TemporaryFile(text);
            var answer = await AnswerAsync("--recommendations", file.Path);
            Assert.NotEqual(Hash(without), Hash(answer));
            Assert.Contains(answer.GetProperty("trades").EnumerateArray(), IsRecommended);
        }

        static string? Hash(JsonElement answer) => answer.GetProperty("orderListHash").GetString();

        static bool IsRecommended(JsonElement trade) => trade.GetProperty("recommendationId").GetString() == "rec_1";

        static async Task<JsonElement> AnswerAsync(params string[] more)
        {
            var (code, output, error) = await RunAsync([.. Good, "--json", .. more]);
            Assert.Equal((0, ""), (code, error));
            return JsonDocument.Parse(output).RootElement;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("[7]")]
    [InlineData("""[{"recommendationId":"rec_1"}]""")]
    [InlineData(
        """[{"recommendationId":"r","symbol":"AAPL","action":"buy","confidence":2,"mode":"paper_eligible","horizon":"week","thesis":"","createdAt":"2024-02-01T00:00:00Z","expiresAt":"2024-03-01T00:00:00Z"}]"""
    )]
    public async Task A_file_that_holds_no_recommendations_is_refused(string text)
    {
        using var file = new TemporaryFile(text);
        foreach (var path in (string[])[file.Path, file.Path + ".none"])
        {
            var (code, output, error) = await RunAsync([.. Good, "--recommendations", path]);
            Assert.Equal((2, ""), (code, output));
            Assert.StartsWith("--recommendations: ", error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("--symbols", "--from", "2024-01-02", "--to", "2024-12-31")]
    [InlineData("to", "--symbols", "A", "--from", "2024-01-02", "--to", "2023-12-31")]
    [InlineData("--from", "--symbols", "A", "--from", "yesterday", "--to", "2023-12-31")]
    [InlineData("--fast", "--fast")]
    [InlineData("--tier", "--tier", "high", "--symbols", "A", "--from", "2024-01-02", "--to", "2024-12-31")]
    [InlineData("config.x", "--config={\"x\":1}", "--symbols=A", "--from=2024-01-02", "--to=2024-12-31")]
    [InlineData("nowhere", "--market", "nowhere", "--symbols", "A", "--from", "2024-01-02", "--to", "2024-12-31")]
    public async Task Says_what_is_wrong_and_ends_with_2(string named, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Shows_its_progress_in_one_line_that_it_clears()
    {
        using var terminal = new StringWriter();
        var (code, output, _) = await RunAsync(Good, new ProgressLine(terminal));
        Assert.Equal(0, code);
        Assert.DoesNotContain('%', output.Split('\n')[0]);
        var shown = terminal.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("     ", shown[^1]);
        var percents = shown[..^1].Select(text => int.Parse(text.TrimEnd('%', ' '), null)).ToList();
        Assert.True(percents.Count > 20);
        Assert.Equal(percents.Order().Distinct(), percents);
        Assert.InRange(percents[^1], 99, 100);
    }

    [Fact]
    public async Task Ctrl_C_cancels_it_with_a_sentence_and_130()
    {
        using var stop = new CancellationTokenSource();
        // The terminal's user presses it half way.
        using var terminal = new WatchedTerminal(text =>
        {
            if (text.Contains("60", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        var (code, output, error) = await RunAsync(Good, new ProgressLine(terminal), stop.Token);
        Assert.Equal((130, ""), (code, output));
        Assert.Equal("The backtest was cancelled.", error.TrimEnd());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        string[] arguments,
        ProgressLine? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
        var code = await BacktestCommand.RunAsync(arguments, clock, output, error, progress, cancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    private sealed class WatchedTerminal(Action<string> watch) : StringWriter
    {
        public override void Write(string? value) => watch(value ?? "");
    }
}
