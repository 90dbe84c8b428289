using System.Diagnostics;
using System.Globalization;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>
/// The real host as a process, killed again and again while agents and people trade. <c>AGENTTRADER_KILLS</c> asks for more
/// kills than 50, <c>AGENTTRADER_SEED</c> for another run of the dice.
/// </summary>
public sealed class KilledHostTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const string Instance = "killed";

    // A market minute a second: the agents decide every second.
    private static readonly Dictionary<string, string> Settings = new() { ["Market__Speed"] = "60" };

    [Fact]
    public async Task Nothing_is_lost_and_nothing_done_twice_when_the_host_is_killed_fifty_times()
    {
        var (kills, seed) = (Setting("AGENTTRADER_KILLS", 50), Setting("AGENTTRADER_SEED", 1));
        var clock = Stopwatch.StartNew();
        output.WriteLine($"{kills} kills, AGENTTRADER_SEED={seed}");
        var desk = new Desk();
        string[] agents;
        await using (var first = await HostProcess.StartAsync(azurite.ConnectionString, Instance, Settings))
        {
            desk.Use(first);
            await desk.SignInAsync();
            agents = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => desk.OpenAgentAsync($"agent-{i}", i < 2 ? 50_000 : 150))
            );
            for (var i = 0; i < agents.Length; i++)
            {
                desk.Trade(agents[i], seed + i);
            }

            desk.Decide(seed);
        }

        await KillAsync(desk, kills, new Random(seed));
        await using var last = await HostProcess.StartAsync(azurite.ConnectionString, Instance, Settings);
        desk.Use(last);
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: the last kill is over");
        await desk.LeaveAsync();
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: everybody has an answer");
        await Task.WhenAll(agents.Select(desk.PauseAsync));
        var remains = new Remains(azurite.ConnectionString, Instance);
        await remains.RestAsync(TimeSpan.FromSeconds(120), last);

        var stored = await remains.ReadAsync();
        output.WriteLine(
            $"{clock.Elapsed.TotalSeconds:0} s: {desk.Accepted.Count} trades accepted, {stored.Fills} fills, {stored.Decided} approvals decided"
        );
        Assert.Empty(stored.Broken(desk.Accepted));
        Assert.True(stored.Fills > kills && stored.Decided >= kills / 10, "Too little happened to prove anything.");
    }

    private async Task KillAsync(Desk desk, int kills, Random random)
    {
        for (var i = 0; i < kills; i++)
        {
            // Now and then before it is ready: in its start, or in the work it finds waiting.
            var early = random.Next(8) == 0;
            await using var host = early
                ? HostProcess.Launch(azurite.ConnectionString, Instance, Settings)
                : await HostProcess.StartAsync(azurite.ConnectionString, Instance, Settings);
            desk.Use(host);
            // Most live for an instant, some long enough to bring an approval to its end.
            await Task.Delay(random.Next(4) == 0 ? random.Next(2500) : random.Next(400));
            await host.KillAsync();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
