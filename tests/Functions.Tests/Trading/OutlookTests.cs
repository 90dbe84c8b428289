using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What people see of what the engines know beside prices.</summary>
public sealed class OutlookTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task Earnings_come_the_nearest_first_and_funds_have_none()
    {
        var items = (await Product.NewUser(Roles.Viewer).GetAsync("trading/earnings")).Body.GetProperty("items");
        var days = items.EnumerateArray().Select(each => each.GetProperty("tradingDays")).ToList();
        var known = days.Where(day => day.ValueKind == System.Text.Json.JsonValueKind.Number).ToList();
        Assert.Equal(known.Select(day => day.GetInt32()).Order(), known.Select(day => day.GetInt32()));
        Assert.All(known, day => Assert.True(day.GetInt32() >= 0));
        // The unknown ones last: IWM, QQQ and SPY.
        Assert.Equal(3, days.Count - known.Count);
        Assert.All(days.TakeLast(3), day => Assert.Equal(System.Text.Json.JsonValueKind.Null, day.ValueKind));
    }

    [Fact]
    public async Task Correlations_are_symmetrical_and_of_a_symbol_with_itself_one()
    {
        var shown = (await Product.NewUser(Roles.Viewer).GetAsync("trading/correlations")).Body;
        var symbols = shown.GetProperty("symbols").GetArrayLength();
        var values = shown.GetProperty("values");
        Assert.Equal(symbols, values.GetArrayLength());
        for (var i = 0; i < symbols; i++)
        {
            Assert.Equal(1, values[i][i].GetDouble());
            for (var j = 0; j < i; j++)
            {
                Assert.Equal(values[i][j].GetDouble(), values[j][i].GetDouble());
                Assert.InRange(values[i][j].GetDouble(), -1, 1);
            }
        }
    }
}
