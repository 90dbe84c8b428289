using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;
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
        var known = days.Where(day => day.ValueKind == JsonValueKind.Number).ToList();
        Assert.Equal(known.Select(day => day.GetInt32()).Order(), known.Select(day => day.GetInt32()));
        Assert.All(known, day => Assert.True(day.GetInt32() >= 0));
        // The unknown ones last: IWM, QQQ and SPY.
        Assert.Equal(3, days.Count - known.Count);
        Assert.All(days.TakeLast(3), day => Assert.Equal(JsonValueKind.Null, day.ValueKind));
    }

    [Fact]
    public async Task A_day_that_is_entered_counts_until_it_is_taken_back_and_both_are_audited()
    {
        var admin = Product.NewUser(Roles.Admin);
        var today = (await admin.GetAsync("market/status")).Body.GetProperty("now").GetDateTimeOffset();
        var day = ExchangeCalendar.SessionAt(ExchangeCalendar.LastStarted(today).Index + 20).Date;
        var path = $"trading/earnings/SPY/{day:yyyy-MM-dd}";
        for (var time = 0; time < 2; time++)
        {
            var entered = await admin.SendAsync(HttpMethod.Put, path);
            Assert.Equal(200, entered.Status);
            AssertNext(entered.Body, day);
        }

        AssertNext(await ShownAsync(), day);
        for (var time = 0; time < 2; time++)
        {
            var removed = await admin.DeleteAsync(path);
            Assert.Equal(200, removed.Status);
            AssertNext(removed.Body, null);
        }

        AssertNext(await ShownAsync(), null);
        foreach (var action in (string[])["earnings.entered", "earnings.removed"])
        {
            var entries = (await admin.GetAsync($"audit?action={action}")).Body.GetProperty("items").EnumerateArray();
            var of = entries.Where(entry => entry.GetProperty("resourceId").GetString() == "SPY").ToList();
            Assert.Equal($"{day:yyyy-MM-dd}", Assert.Single(of).GetProperty("details").GetProperty("date").GetString());
        }

        async Task<JsonElement> ShownAsync() =>
            (await Product.NewUser(Roles.Viewer).GetAsync("trading/earnings"))
                .Body.GetProperty("items")
                .EnumerateArray()
                .Single(each => each.GetProperty("symbol").GetString() == "SPY");

        // Funds report nothing, so that the day that was entered is the only one.
        static void AssertNext(JsonElement shown, DateOnly? day)
        {
            Assert.Equal(day is { } next ? $"{next:yyyy-MM-dd}" : null, shown.GetProperty("date").GetString());
            Assert.Equal(day is null ? null : "manual", shown.GetProperty("source").GetString());
            Assert.Equal(day is null ? 0 : 1, shown.GetProperty("entered").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("AAPL/2025-03-08", "date")]
    [InlineData("AAPL/2025-13-01", "date")]
    [InlineData("AAPL/0001-01-01", "date")]
    [InlineData("AAPL/9999-12-31", "date")]
    [InlineData("AAPL/tomorrow", "date")]
    [InlineData("AAPL/2025-3-7", "date")]
    [InlineData("aapl/2025-03-07", "symbol")]
    public async Task Only_a_trading_day_of_what_may_be_a_symbol_is_entered(string path, string field)
    {
        var admin = Product.NewUser(Roles.Admin);
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Delete])
        {
            var refused = await admin.SendAsync(method, "trading/earnings/" + path);
            Assert.Equal((400, "application/problem+json"), (refused.Status, refused.ContentType));
            Assert.Equal(field, Assert.Single(refused.Body.GetProperty("errors").EnumerateObject()).Name);
        }
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
