using AgentTrader.Functions.Tests.Http;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>Backtests that are not begun.</summary>
public sealed class BacktestRefusalTests(BacktestTests.Fixture fixture) : IClassFixture<BacktestTests.Fixture>
{
    private const string Path = "api/v1/trading/backtests";

    private TestApp App => fixture.App;

    [Theory]
    [InlineData("symbols", "[]", 400, "symbols")]
    [InlineData("symbols", """["AAPL","aapl"]""", 400, "symbols[1]")]
    [InlineData("symbols", """["AAPL","AAPL"]""", 400, "symbols[1]")]
    [InlineData("from", "\"2024-12-31\"", 400, "to")]
    [InlineData("from", "\"1901-01-01\"", 400, "from")]
    [InlineData("to", "\"2030-01-01\"", 422, "to")]
    [InlineData("initialCapital", "0", 400, "initialCapital")]
    [InlineData("initialCapital", "100000.01", 422, "initialCapital")]
    [InlineData("interval", "\"2d\"", 400, "interval")]
    [InlineData("strategy", "\"reckless\"", 400, "strategy")]
    [InlineData("config", """{"maxOpenPosition": 3}""", 400, "config.maxOpenPosition")]
    [InlineData("config", """{"MaxOpenPositions": 3}""", 400, "config.MaxOpenPositions")]
    [InlineData("config", """{"maxOpenPositions": 1.5}""", 400, "config.maxOpenPositions")]
    [InlineData("config", """{"tranches": 0}""", 400, "config.tranches")]
    [InlineData("config", """{"trancheInterval": "00:00:00"}""", 400, "config.trancheInterval")]
    [InlineData("config", """{"absoluteCapPct": 1.01}""", 400, "config.absoluteCapPct")]
    [InlineData("config", """{"windowMargin": "03:15:00"}""", 400, "config.windowMargin")]
    [InlineData("config", """{"customSignals": []}""", 400, "config.customSignals")]
    [InlineData("config", """{"manualTier": "moderate"}""", 400, "config.manualTier")]
    [InlineData("config", """{"tierInterval": "hourly"}""", 400, "config.tierInterval")]
    [InlineData("config", """{"rebalanceInterval": 1}""", 400, "config.rebalanceInterval")]
    [InlineData("config", """{"upgradeDrawdown": 0.5}""", 400, "config.upgradeDrawdown")]
    public async Task Refuses_what_is_wrong_by_its_name(string member, string value, int status, string field)
    {
        var to = member == "from" && value.Contains("2024") ? "2024-01-31" : "2024-12-31";
        var members = new Dictionary<string, string>
        {
            ["symbols"] = """["AAPL"]""",
            ["from"] = "\"2024-01-02\"",
            ["to"] = $"\"{to}\"",
            ["initialCapital"] = "10000",
            ["riskTier"] = "\"moderate\"",
            [member] = value,
        };
        var body = "{" + string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";
        using var response = await App.PostTextAsync(Path, body, await App.TokenAsync("trader"));
        var problem = await TestApp.ReadAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(each => each.Name));
    }

    [Theory]
    [InlineData("1999-01-04", "1d", 1, "/problems/over-limit")]
    [InlineData("2020-01-02", "1m", 3, "/problems/too-many-bars")]
    [InlineData("2020-01-02", "1d", 21, "/problems/over-limit")]
    public async Task Refuses_more_than_it_can_replay(string from, string interval, int symbols, string type)
    {
        var names = string.Join(',', Enumerable.Range(0, symbols).Select(each => $"\"A{each}\""));
        var body =
            $$"""{"symbols":[{{names}}],"from":"{{from}}","to":"2024-12-31","initialCapital":500,"interval":"{{interval}}"}""";
        using var response = await App.PostTextAsync(Path, body, await App.TokenAsync("trader"));
        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal(type, (await TestApp.ReadAsync(response)).GetProperty("type").GetString());
    }
}
