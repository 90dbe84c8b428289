using System.Reflection;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Tests.Trading;

public sealed class EngineConfigRulesTests
{
    public static TheoryData<string> Settings =>
        [
            .. typeof(EngineConfig)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(setting => setting.PropertyType != typeof(bool))
                .Select(setting => setting.Name),
        ];

    [Fact]
    public void The_defaults_are_allowed() => Assert.Empty(EngineConfigRules.Validate(EngineConfig.Default));

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_has_a_range(string name)
    {
        var setting = typeof(EngineConfig).GetProperty(name)!;
        foreach (var wrong in WrongFor(setting.PropertyType))
        {
            var config = EngineConfig.Default with { };
            setting.SetValue(config, wrong);
            var field = char.ToLowerInvariant(name[0]) + name[1..];
            Assert.Contains(EngineConfigRules.Validate(config), error => error.Field == field);
        }
    }

    [Fact]
    public void Limits_that_belong_together_stay_in_their_order()
    {
        var config = EngineConfig.Default with
        {
            CorrelationShrinkFrom = 0.8,
            DowngradeWinRate = 0.6,
            UpgradeDrawdown = 0.2,
        };
        Assert.Equal(
            ["correlationShrinkFrom", "downgradeWinRate", "upgradeDrawdown"],
            EngineConfigRules.Validate(config).Select(error => error.Field).Order()
        );
    }

    [Fact]
    public void Refuses_micro_trades_among_the_custom_signals()
    {
        var config = EngineConfig.Default with { CustomSignals = [SignalKind.Trend, SignalKind.Micro] };
        Assert.Equal("customSignals", Assert.Single(EngineConfigRules.Validate(config)).Field);
    }

    private static object[] WrongFor(Type type) =>
        type == typeof(double) ? [-1.0, double.NaN, double.PositiveInfinity]
        : type == typeof(decimal) ? [-1m, decimal.MaxValue, 0.00001m + 0.5m]
        : type == typeof(int) ? [-1, int.MaxValue]
        : type == typeof(TimeSpan) ? [TimeSpan.FromTicks(-1), TimeSpan.MaxValue]
        : type == typeof(ReviewInterval) ? [(ReviewInterval)17]
        : type == typeof(RiskTier?) ? [(RiskTier)17]
        : [Array.Empty<SignalKind>(), new[] { SignalKind.Trend, SignalKind.Trend }];
}
