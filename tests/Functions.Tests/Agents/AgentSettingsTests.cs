using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Agents;

/// <summary>Creating, changing and listing agents (document 1, FR-001 and FR-002).</summary>
public sealed class AgentSettingsTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_new_agent_is_paused_with_its_whole_budget_in_cash_and_an_unused_quota()
    {
        var trader = Product.NewUser(Roles.Trader);
        var created = await trader.PostAsync(
            "agents",
            new
            {
                name = "  Demo Agent Alpha ",
                strategy = "aggressive",
                initialBudget = 10_000.50m,
                riskTolerance = 8,
            }
        );
        Assert.Equal((201, "Demo Agent Alpha", "paused"), (created.Status, created["name"], created["status"]));
        Assert.StartsWith("agt_", created["agentId"], StringComparison.Ordinal);
        Assert.Equal(trader.UserId, created["ownerId"]);
        Assert.Equal(50_000m, created.Money("oversightThreshold"));
        var portfolio = created.Body.GetProperty("portfolio");
        Assert.Equal("10000.50", portfolio.GetProperty("value").GetRawText());
        Assert.Equal("10000.50", portfolio.GetProperty("cash").GetRawText());
        Assert.Empty(portfolio.GetProperty("positions").EnumerateArray());
        Assert.Equal(
            """{"apiCalls":10000,"budgetPerMonth":10000.00,"usage":{"apiCalls":0,"budgetSpent":0.00}}""",
            created.Body.GetProperty("quotaConfig").GetRawText()
        );
        Assert.Equal(
            created.Body.GetRawText(),
            (await trader.GetAsync("agents/" + created["agentId"])).Body.GetRawText()
        );
    }

    [Fact]
    public async Task A_creation_repeated_with_its_key_makes_one_agent()
    {
        var trader = Product.NewUser(Roles.Trader);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => trader.PostAsync("agents", TestAgent.Body(), "create-1"))
        );
        Assert.Single(answers.Select(answer => answer["agentId"]).Distinct());
        Assert.Equal("Desk", Assert.Single(await NamesAsync(trader)));
    }

    [Fact]
    public async Task A_name_the_owner_uses_already_gets_a_suffix_and_another_owner_may_have_it()
    {
        var (one, other) = (Product.NewUser(Roles.Trader), Product.NewUser(Roles.Trader));
        await TestAgent.CreateAsync(one);
        await TestAgent.CreateAsync(one);
        await TestAgent.CreateAsync(other);
        var names = await NamesAsync(one);
        Assert.Equal("Desk", names[0]);
        Assert.StartsWith("Desk-", names[1], StringComparison.Ordinal);
        Assert.Equal(["Desk"], await NamesAsync(other));
    }

    [Fact]
    public async Task The_name_of_a_deleted_agent_is_free_again()
    {
        var trader = Product.NewUser(Roles.Trader);
        var agent = await TestAgent.CreateAsync(trader);
        await Product.NewUser(Roles.Admin).DeleteAsync(agent.Path);
        await TestAgent.CreateAsync(trader);
        Assert.Equal(["Desk"], await NamesAsync(trader));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        var agent = await ActiveAgentAsync();
        var before = (await agent.GetAsync()).Body;
        var changed = await agent.Owner.PatchAsync(
            agent.Path,
            new
            {
                name = "Desk Two",
                riskTolerance = 7,
                quotaConfig = new { apiCalls = 15_000 },
            }
        );
        Assert.Equal((200, "Desk Two"), (changed.Status, changed["name"]));
        Assert.Equal(7, changed.Body.GetProperty("riskTolerance").GetInt32());
        Assert.Equal(15_000, changed.Body.GetProperty("quotaConfig").GetProperty("apiCalls").GetInt64());
        Assert.Equal(10_000m, changed.Body.GetProperty("quotaConfig").GetProperty("budgetPerMonth").GetDecimal());
        string[] touched = ["name", "riskTolerance", "quotaConfig", "updatedAt"];
        Assert.All(
            before.EnumerateObject().Where(member => !touched.Contains(member.Name)),
            member => Assert.Equal(member.Value.GetRawText(), changed.Body.GetProperty(member.Name).GetRawText())
        );
    }

    [Fact]
    public async Task A_refused_change_leaves_nothing_behind()
    {
        var trader = Product.NewUser(Roles.Trader);
        var agent = await TestAgent.CreateActiveAsync(trader, 100_000m, 50_000m);
        var before = await Product.DumpAsync(agent.Id);
        // The budget is below the portfolio's value; the name and the rest would be fine.
        var below = await trader.PatchAsync(agent.Path, new { name = "Wished", initialBudget = 50_000m });
        Assert.Equal((422, "/problems/budget-refused"), (below.Status, below["type"]));
        var active = await trader.PatchAsync(agent.Path, new { name = "Wished", strategy = "custom" });
        Assert.Equal((409, "/problems/agent-active"), (active.Status, active["type"]));
        Assert.Equal(before, await Product.DumpAsync(agent.Id));

        var body = TestAgent.Body();
        body["name"] = "Wished";
        await TestAgent.CreateAsync(trader, body);
        Assert.Equal(["Desk", "Wished"], await NamesAsync(trader));
        var taken = await trader.PatchAsync(agent.Path, new { name = "wished" });
        Assert.Equal((409, "/problems/name-taken"), (taken.Status, taken["type"]));
    }

    [Fact]
    public async Task A_paused_agent_may_get_another_strategy_and_a_higher_budget()
    {
        var agent = await TestAgent.CreateAsync(Product.NewUser(Roles.Trader), TestAgent.Body(budget: 10_000m));
        var changed = await agent.Owner.PatchAsync(agent.Path, new { strategy = "custom", initialBudget = 20_000m });
        Assert.Equal("custom", changed["strategy"]);
        Assert.Equal(20_000m, changed.Money("initialBudget"));
        Assert.Equal(20_000m, changed.Body.GetProperty("portfolio").GetProperty("cash").GetDecimal());
    }

    [Fact]
    public async Task Agents_are_listed_oldest_first_page_by_page()
    {
        var trader = Product.NewUser(Roles.Trader);
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await TestAgent.CreateAsync(trader)).Id);
        }

        var listed = new List<string>();
        string? token = null;
        do
        {
            var page = await trader.GetAsync("agents?pageSize=2" + (token is null ? "" : "&pageToken=" + token));
            Assert.InRange(page.Body.GetProperty("items").GetArrayLength(), 0, 2);
            listed.AddRange(page.Body.GetProperty("items").EnumerateArray().Select(Id));
            token = page["nextPageToken"];
        } while (token is not null);

        Assert.Equal(made, listed);
        static string Id(JsonElement agent) => agent.GetProperty("agentId").GetString()!;
    }

    private static async Task<string[]> NamesAsync(ApiClient trader) =>
        [
            .. (await trader.GetAsync("agents"))
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(agent => agent.GetProperty("name").GetString()!),
        ];
}
