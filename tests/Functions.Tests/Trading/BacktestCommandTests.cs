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

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
        var code = await BacktestCommand.RunAsync(arguments, clock, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
