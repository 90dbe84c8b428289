using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>An entry in three steps, a quarter of an hour apart, by a clock of the test and without a decision loop.</summary>
public sealed class GradualEntryTests(AzuriteFixture azurite)
{
    /// <summary>Once a year: nothing but the entry's own orchestration wakes the agent.</summary>
    private const string Never = "0 0 0 1 1 *";

    [Fact]
    public async Task Each_step_is_sent_in_time_and_belongs_to_the_decision_although_the_host_restarts()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
        await using var running = clock.Run();
        string instance;
        TestAgent agent;
        await using (var product = await Product.StartAsync(azurite.ConnectionString, clock, loop: Never))
        {
            instance = product.Instance;
            // Into the trading window, which opens a quarter of an hour after the exchange.
            clock.Advance(TimeSpan.FromMinutes(20));
            agent = await TestAgent.CreateAsync(product.NewUser(Roles.Trader), Body());
            await RecommendAsync(agent);
            await agent.ActivateAsync();
            await FilledAsync(agent, 1);
        }

        await using (
            var product = await Product.StartAsync(azurite.ConnectionString, clock, loop: Never, instance: instance)
        )
        {
            agent = agent.Through(product);
            clock.Advance(TimeSpan.FromMinutes(15));
            await FilledAsync(agent, 2);
            clock.Advance(TimeSpan.FromMinutes(15));
            var steps = await FilledAsync(agent, 3);
            var made = await agent.Owner.GetAsync($"{agent.Path}/trading/decisions?decision=act");
            var decision = Assert.Single(made.Body.GetProperty("items").EnumerateArray());
            Assert.All(steps, step => Assert.Equal(Text(decision, "decisionId"), Text(step, "decisionId")));
            Assert.Equal(
                decision.GetProperty("quantity").GetInt64(),
                steps.Sum(step => step.GetProperty("quantity").GetInt64())
            );
        }
    }

    private static Dictionary<string, object?> Body()
    {
        var body = TestAgent.Body();
        body.Remove("tradingHours");
        body["assetPreferences"] = (string[])["SPY"];
        return body;
    }

    private static async Task RecommendAsync(TestAgent agent)
    {
        var body = new
        {
            symbol = "SPY",
            action = "buy",
            confidence = 0.95,
            thesis = "It is cheap.",
        };
        Assert.Equal(201, (await agent.Owner.PostAsync("recommendations", body)).Status);
    }

    /// <summary>The agent's trades once so many are filled.</summary>
    private static async Task<IReadOnlyList<JsonElement>> FilledAsync(TestAgent agent, int count) =>
        await Eventually.GetAsync(
            agent.TradesAsync,
            trades => trades.Count == count && trades.All(trade => Text(trade, "status") == "completed")
        );

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
