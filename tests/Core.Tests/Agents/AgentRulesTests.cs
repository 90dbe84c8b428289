using AgentTrader.Core.Agents;

namespace AgentTrader.Core.Tests.Agents;

public class AgentRulesTests
{
    private static readonly AgentSettings Good = new()
    {
        Name = "Demo Agent Alpha",
        Strategy = Strategy.Balanced,
        RiskTolerance = 5,
        AssetPreferences = ["AAPL", "BRK.B", "BF-B"],
    };

    [Fact]
    public void Accepts_the_example_of_the_specification() => Assert.Empty(AgentRules.Validate(Good, 10_000m));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.001")]
    [InlineData("99999.999")]
    public void Refuses_a_budget_that_is_no_amount(string budget) =>
        Assert.Equal(
            ["initialBudget"],
            Fields(AgentRules.Validate(Good, decimal.Parse(budget, System.Globalization.CultureInfo.InvariantCulture)))
        );

    [Fact]
    public void Says_that_a_budget_is_over_the_limit()
    {
        var error = Assert.Single(AgentRules.Validate(Good, 100_000.01m));
        Assert.True(error.OverLimit);
        Assert.Empty(AgentRules.Validate(Good, 100_000m));
        Assert.Empty(AgentRules.Validate(Good, 0.01m));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    public void Refuses_a_name_nobody_could_read(string name) =>
        Assert.Equal(["name"], Fields(AgentRules.Validate(Good with { Name = name })));

    [Fact]
    public void Bounds_a_name_at_a_hundred_characters()
    {
        Assert.Empty(AgentRules.Validate(Good with { Name = new string('ä', 100) }));
        Assert.Equal(["name"], Fields(AgentRules.Validate(Good with { Name = new string('a', 101) })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(int.MinValue)]
    public void Refuses_a_risk_tolerance_outside_1_to_10(int risk) =>
        Assert.Equal(["riskTolerance"], Fields(AgentRules.Validate(Good with { RiskTolerance = risk })));

    [Fact]
    public void Names_each_bad_symbol_by_its_place() =>
        Assert.Equal(
            ["assetPreferences[1]", "assetPreferences[2]", "assetPreferences[3]", "assetPreferences[4]"],
            Fields(AgentRules.Validate(Good with { AssetPreferences = ["AAPL", "aapl", "ABCDEFGHIJK", ".A", "AAPL"] }))
        );

    [Fact]
    public void Bounds_the_list_of_symbols() =>
        Assert.Equal(
            ["assetPreferences"],
            Fields(
                AgentRules.Validate(Good with { AssetPreferences = [.. Enumerable.Range(0, 101).Select(i => $"S{i}")] })
            )
        );

    [Theory]
    [InlineData("9:30", "16:00", "America/New_York", "tradingHours.start")]
    [InlineData("09:30", "24:00", "America/New_York", "tradingHours.end")]
    [InlineData("16:00", "16:00", "America/New_York", "tradingHours.end")]
    [InlineData("09:30", "16:00", "New York", "tradingHours.timezone")]
    public void Refuses_hours_that_do_not_make_sense(string start, string end, string zone, string field) =>
        Assert.Equal([field], Fields(AgentRules.Validate(Good with { TradingHours = new(start, end, zone) })));

    [Fact]
    public void Bounds_quotas_and_the_oversight_threshold() =>
        Assert.Equal(
            ["quotaConfig.apiCalls", "quotaConfig.budgetPerMonth", "oversightThreshold"],
            Fields(AgentRules.Validate(Good with { QuotaConfig = new(-1, 0.001m), OversightThreshold = 0m }))
        );

    [Fact]
    public void Reports_every_failing_field_at_once()
    {
        var bad = new AgentSettings
        {
            Name = null!,
            Strategy = (Strategy)99,
            RiskTolerance = 0,
            AssetPreferences = null!,
            TradingHours = null!,
            QuotaConfig = null!,
        };
        Assert.Equal(
            ["name", "strategy", "riskTolerance", "assetPreferences", "tradingHours", "quotaConfig", "initialBudget"],
            Fields(AgentRules.Validate(bad, -1m))
        );
    }

    [Theory]
    [InlineData("2026-07-01T13:29:59Z", false)]
    [InlineData("2026-07-01T13:30:00Z", true)]
    [InlineData("2026-07-01T19:59:59Z", true)]
    [InlineData("2026-07-01T20:00:00Z", false)]
    [InlineData("2026-01-02T14:30:00Z", true)]
    public void Trading_hours_hold_their_start_but_not_their_end(string at, bool within) =>
        Assert.Equal(
            within,
            new TradingHours().Contains(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))
        );

    private static string[] Fields(IEnumerable<FieldError> errors) => [.. errors.Select(error => error.Field)];
}
