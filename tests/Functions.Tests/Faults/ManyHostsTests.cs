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
