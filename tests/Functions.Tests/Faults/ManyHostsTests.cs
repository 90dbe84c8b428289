using System.Diagnostics;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>Several host processes on one account, as Azure runs several instances of an app.</summary>
public sealed class ManyHostsTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const string Instance = "shared";
    private const string Neighbour = "shared-0";
    private static readonly TimeSpan TakeOver = TimeSpan.FromMinutes(1);

    // A market minute a second: every five seconds each agent's cycle leaves a point of its history.
    private static readonly Dictionary<string, string> Settings = new() { ["Market__Speed"] = "60" };

    [Fact]
    public async Task Two_hosts_share_the_work_and_each_takes_over_when_the_other_is_stopped_or_killed()
    {
        var desk = new Desk();
        await using var first = await StartAsync(Instance);
        await using var second = await StartAsync(Instance);
        desk.Use(first, second);
        await desk.SignInAsync();
        var agents = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => desk.OpenAgentAsync($"agent-{i}", i < 2 ? 50_000 : 150))
        );
        for (var i = 0; i < agents.Length; i++)
        {
            desk.Trade(agents[i], i);
        }

        desk.Decide(1);
        await UntilAsync("both hosts fill trades", () => Task.FromResult(Fills(first) > 5 && Fills(second) > 5));

        desk.Use(second);
        Assert.Equal(0, await first.StopAsync());
        await TakesOverAsync("stopped", agents[0], second);

        await using var third = await StartAsync(Instance);
        desk.Use(third, second);
        await UntilAsync("the new host fills trades", () => Task.FromResult(Fills(third) > 5));
        await second.KillAsync();
        desk.Use(third);
        await TakesOverAsync("killed", agents[0], third);

        await desk.LeaveAsync();
        await Task.WhenAll(agents.Select(desk.PauseAsync));
        var remains = new Remains(azurite.ConnectionString, Instance);
        await remains.RestAsync(TimeSpan.FromSeconds(120), third);
        var stored = await remains.ReadAsync();
        output.WriteLine($"{desk.Accepted.Count} trades accepted, {stored.Fills} fills, {stored.Decided} decided");
        Assert.Empty(stored.Broken(desk.Accepted));
        var fills = Fills(first) + Fills(second) + Fills(third);
        Assert.True(
            fills <= stored.Fills,
            $"The hosts say {fills} times that they filled one of {stored.Fills} trades."
        );
    }

    [Fact]
    public async Task An_instance_sees_nothing_of_its_neighbour_on_the_same_account()
    {
        var (desk, other) = (new Desk(), new Desk());
        const string Mine = "mine";
        await using var host = await StartAsync(Mine);
        await using var neighbour = await StartAsync(Neighbour);
        desk.Use(host);
        other.Use(neighbour);
        await Task.WhenAll(desk.SignInAsync(), other.SignInAsync());
        var agent = await desk.OpenAgentAsync("agent", 50_000);
        var theirs = await other.OpenAgentAsync("agent", 50_000);
        desk.Trade(agent, 1);
        await UntilAsync("the host fills trades", () => Task.FromResult(Fills(host) > 5));
        await desk.LeaveAsync();
        await Task.WhenAll(desk.PauseAsync(agent), other.PauseAsync(theirs));
        foreach (var (name, id, last) in new[] { (Mine, agent, host), (Neighbour, theirs, neighbour) })
        {
            var remains = new Remains(azurite.ConnectionString, name);
            await remains.RestAsync(TimeSpan.FromSeconds(120), last);
            var stored = await remains.ReadAsync();
            Assert.Equal([id], stored.Agents.Select(found => found.Record.AgentId));
            Assert.Empty(stored.Broken(name == Mine ? desk.Accepted : []));
        }
    }

    /// <summary>Twenty real hosts would only show twenty times what two show; names that differ least show the rest.</summary>
    [Fact]
    public async Task Twenty_names_on_one_account_have_nothing_in_common()
    {
        string[] names =
        [
            "a",
            "a0",
            "a1",
            "a-0",
            "a-1",
            "a00",
            "a01",
            "a0-1",
            "a-01",
            "a-0-1",
            "a-00",
            "a10",
            "a1-0",
            "a001",
            "a011",
            "a0101",
            "aa",
            "a-a",
            "agents",
            "aagents",
        ];
        Assert.Equal(20, names.Distinct().Count());
        var tables = new TableServiceClient(azurite.ConnectionString);
        var queues = new QueueServiceClient(azurite.ConnectionString);
        var instances = names.ToDictionary(name => name, name => new InstanceStorage(tables, queues, name));
        foreach (var (name, storage) in instances)
        {
            await storage.EnsureCreatedAsync(default);
            foreach (var table in TableNames.All)
            {
                await storage.Table(table).AddEntityAsync(new TableEntity("p", name + table));
            }

            foreach (var queue in QueueNames.All)
            {
                await storage.Queue(queue).SendMessageAsync(name + queue);
            }
        }

        foreach (var (name, storage) in instances)
        {
            foreach (var table in TableNames.All)
            {
                var rows = new List<string>();
                await foreach (var row in storage.Table(table).QueryAsync<TableEntity>())
                {
                    rows.Add(row.RowKey);
                }

                Assert.Equal([name + table], rows);
            }

            foreach (var queue in QueueNames.All)
            {
                var messages = await storage.Queue(queue).PeekMessagesAsync(32);
                Assert.Equal([name + queue], messages.Value.Select(message => message.Body.ToString()));
            }
        }
    }

    private Task<HostProcess> StartAsync(string instance) =>
        HostProcess.StartAsync(
            azurite.ConnectionString,
            instance,
            new Dictionary<string, string>(Settings) { ["TaskHubName"] = Remains.HubOf(instance) }
        );

    /// <summary>The timer fires, the cycles run and people's trades are filled on the host that is left.</summary>
    private async Task TakesOverAsync(string how, string agent, HostProcess left)
    {
        var (started, fills, points) = (Stopwatch.GetTimestamp(), Fills(left), await PointsAsync(agent));
        await UntilAsync(
            $"the host that is left after one was {how} goes on",
            async () => Fills(left) > fills + 5 && await PointsAsync(agent) > points + 1
        );
        output.WriteLine(
            $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s after one was {how}, the other goes on"
        );
    }

    private async Task<int> PointsAsync(string agent)
    {
        var storage = new InstanceStorage(
            new TableServiceClient(azurite.ConnectionString),
            new QueueServiceClient(azurite.ConnectionString),
            Instance
        );
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {agent} and RowKey ge {"snapshot|"} and RowKey lt {"snapshot~"}"
        );
        var points = 0;
        await foreach (var row in storage.Table(TableNames.Agents).QueryAsync<TableEntity>(filter))
        {
            points++;
        }

        return points;
    }

    private static int Fills(HostProcess host) => host.Log.Split(" is Completed: ").Length - 1;

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TakeOver, $"Not within a minute: {what}.");
            await Task.Delay(200);
        }
    }
}
