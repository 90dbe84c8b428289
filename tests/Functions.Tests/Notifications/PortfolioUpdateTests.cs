using AgentTrader.Core.Identity;

namespace AgentTrader.Functions.Tests.Notifications;

/// <summary>What an open dashboard hears of a portfolio that nobody trades.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class PortfolioUpdateTests(ClockedProduct app)
{
    [Fact]
    public async Task Every_five_minutes_of_the_market_an_open_dashboard_hears_what_a_portfolio_is_worth()
    {
        var agent = await TestAgent.CreateAsync(app.Product.NewUser(Roles.Trader));
        await using var owner = await LiveEvents.ConnectAsync(agent.Owner);
        for (var heard = 0; heard < 2; heard++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            var told = await owner.NextAsync("portfolio.update", agent.Id);
            Assert.Equal(100_000m, told.GetProperty("data").GetProperty("totalValue").GetDecimal());
            Assert.Equal(0m, told.GetProperty("data").GetProperty("dayReturnPercent").GetDecimal());
        }
    }
}
