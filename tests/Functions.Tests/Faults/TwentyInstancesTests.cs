using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Notifications;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>
/// Twenty instances at work on one storage account, five at a time on one SignalR service, with names that differ least and users
/// of the same ids: each comes upon what is its own and nothing else.
/// </summary>
public sealed class TwentyInstancesTests(AzuriteFixture azurite)
{
    private const int AtOnce = 5;
    private static readonly string[] Names =
    [
        "aaa",
        "aaa0",
        "aaa1",
        "aaa-0",
        "aaa-1",
        "aaa00",
        "aaa01",
        "aaa0-1",
        "aaa-01",
        "aaa-0-1",
        "aaa-00",
        "aaa10",
        "aaa1-0",
        "aaa001",
        "aaa011",
        "aaa0101",
        "aaaa",
        "aaa-a",
        "aaaagents",
        "aaa-poison",
    ];

    private static readonly string Trader = EntityId.Derive("usr", DateTimeOffset.UnixEpoch, "trader@demo.local");

    [Fact]
    public async Task Each_of_twenty_has_its_own_agents_events_queues_timers_orchestrations_and_users()
    {
        Assert.Equal(20, Names.Distinct().Count());
        var agents = new Dictionary<string, string>();
        foreach (var group in Names.Chunk(AtOnce))
        {
            await WorkAsync(group, agents);
        }

        // All have worked by now, so that what one did to another would show, whichever came first.
        foreach (var name in Names)
        {
            var remains = new Remains(azurite.ConnectionString, name);
            var stored = await remains.ReadAsync();
            Assert.Equal([agents[name]], stored.Agents.Select(agent => agent.Record.AgentId));
            Assert.Equal((3, 1), (stored.Fills, stored.Decided));
            Assert.Empty(stored.Unfinished());
            Assert.Empty(stored.Broken(stored.Agents.Single().Trades.Keys));
            Assert.Equal(1, await remains.OrchestrationsAsync());
        }
    }

    private async Task WorkAsync(string[] names, Dictionary<string, string> agents)
    {
        var products = new List<Product>();
        try
        {
            foreach (var name in names)
            {
                products.Add(
                    await Product.StartAsync(
                        azurite.ConnectionString,
                        // A test's clock would make the pollers of all of them busy without end.
                        TimeProvider.System,
                        instance: name,
                        signalR: products.FirstOrDefault(),
                        loop: "*/2 * * * * *"
                    )
                );
            }

            var dashboards = await Task.WhenAll(products.Select(OpenAsync));
            var desks = await Task.WhenAll(products.Select(TradeAsync));
            for (var i = 0; i < names.Length; i++)
            {
                agents.Add(names[i], desks[i].Id);
                await LooksOnlyAtItsOwnAsync(products[i], desks[i], products[(i + 1) % names.Length]);
            }

            foreach (var (product, desk) in products.Zip(desks))
            {
                // The decision loop's timer of this instance woke this instance's agent.
                await Eventually.GetAsync(
                    () => product.RowsAsync(desk.Id),
                    rows => rows.Any(row => row.RowKey.StartsWith("snapshot|", StringComparison.Ordinal))
                );
            }

            foreach (var (dashboard, desk) in dashboards.Zip(desks))
            {
                await HearsOnlyOfAsync(dashboard, desk);
            }

            foreach (var name in names)
            {
                await HasRecordedAsync(name);
            }
        }
        finally
        {
            await Task.WhenAll(products.Select(product => product.DisposeAsync().AsTask()));
        }
    }

    private static async Task<LiveEvents[]> OpenAsync(Product product) =>
        [
            await LiveEvents.ConnectAsync(product.User(Trader, Roles.Trader)),
            await LiveEvents.ConnectAsync(product.NewUser(Roles.Viewer)),
        ];

    /// <summary>A trade that is filled at once, and one that waits for a person.</summary>
    private static async Task<TestAgent> TradeAsync(Product product)
    {
        var agent = await TestAgent.CreateActiveAsync(product.User(Trader, Roles.Trader), 20_000m, 500m);
        await agent.FilledAsync("buy", "KO", 1);
        var waiting = await agent.AcceptedAsync("buy", "KO", 20);
        var request = await agent.PendingApprovalAsync();
        var decided = await product
            .NewUser(Roles.Approver)
            .PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
        Assert.True(decided.Status == 200, decided.ToString());
        await agent.TradeIsAsync(waiting, "completed");
        return agent;
    }

    /// <summary>The audit log hears of a fill by a way of its own, later than the dashboards or sooner.</summary>
    private async Task HasRecordedAsync(string name) =>
        await Eventually.GetAsync(
            async () =>
            {
                var stored = await new Remains(azurite.ConnectionString, name).ReadAsync();
                return string.Join(" ", stored.Unfinished().Concat(stored.Broken(stored.Agents.Single().Trades.Keys)));
            },
            missing => missing.Length == 0
        );

    private static async Task LooksOnlyAtItsOwnAsync(Product product, TestAgent agent, Product neighbour)
    {
        var admin = product.NewUser(Roles.Admin);
        var listed = await admin.GetAsync("agents");
        Assert.Equal([agent.Id], AgentsOf(listed));
        var requests = await admin.GetAsync("oversight/requests");
        Assert.Equal([agent.Id], AgentsOf(requests));
        var audit = await admin.GetAsync("audit/verify");
        Assert.True(audit.Body.GetProperty("valid").GetBoolean(), audit.ToString());
        // A neighbour's token opens nothing here, whoever it names.
        var stranger = product.With(neighbour.TokenOf(Trader, Roles.Trader));
        Assert.Equal(401, (await stranger.GetAsync(agent.Path)).Status);
    }

    private static IEnumerable<string?> AgentsOf(Answer page) =>
        page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("agentId").GetString());

    private static async Task HearsOnlyOfAsync(LiveEvents[] dashboards, TestAgent agent)
    {
        // The last thing that happens, so that nothing of the others is still on its way.
        await agent.FilledAsync("sell", "KO", 1);
        foreach (var dashboard in dashboards)
        {
            for (var fills = 0; fills < 3; fills++)
            {
                await dashboard.NextAsync("trade.executed", agent.Id);
            }

            Assert.All(dashboard.Seen, seen => Assert.Equal(agent.Id, seen.GetProperty("agentId").GetString()));
            await dashboard.DisposeAsync();
        }
    }
}
