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

    private const string AtRandom = "at random";
    private const int Sigkill = 128 + 9;

    /// <summary>How long a host may take to come to the call at which it is to die.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    // A market minute a second: the agents decide every second. What a dead host held is free again within seconds.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Market__Speed"] = "60",
        // Quicker to start: none lives long enough to profit from what is measured for it.
        ["DOTNET_TieredPGO"] = "0",
        ["ServiceBus"] = HostProcess.DefaultSettings("", Instance, 0)["ServiceBus"] + "LockDuration=00:00:20;",
        ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__controlQueueVisibilityTimeout"] = "00:00:05",
        ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout"] =
            "00:00:05",
    };

    /// <summary>Where a host dies: within what, before or after which storage call.</summary>
    private static readonly (string Within, string When, string Call)[] Deaths =
    [
        ("queue handlers", "before", "^DELETE .*/killed-(trade-orders|agent-cycles)/messages/"),
        ("commits", "before", @"^POST .*\$batch\n[\s\S]*idem\|trd_"),
        ("timers", "before", "^POST .*/killed-agent-cycles/messages\n"),
        ("orchestrations", "before", @"^(PUT|PATCH|MERGE|POST) ([^\n]*\$batch\n[\s\S]*|[^\n]*)killedInstances"),
        (AtRandom, "", ""),
        ("queue handlers", "before", "^POST .*/sb-killed-events[^/]*/messages\n"),
        ("commits", "after", @"^POST .*\$batch\n[\s\S]*idem\|trd_"),
        ("timers", "after", "^POST .*/killed-agent-cycles/messages\n"),
        ("orchestrations", "before", @"^DELETE .*/killed-(workitems|control-\d+)/messages/"),
        (AtRandom, "", ""),
    ];

    private readonly Dictionary<string, int> deaths = Deaths
        .Select(death => death.Within)
        .Distinct()
        .ToDictionary(within => within, _ => 0);

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
        var died = string.Join(", ", deaths.Select(death => $"{death.Value} {death.Key}"));
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: the last kill is over: {died}");
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
        Assert.True(stored.Fills > kills && stored.Decided >= kills / 5, "Too little happened to prove anything.");
        Assert.All(deaths, death => Assert.True(death.Value >= kills / 10, $"{death.Value} deaths only: {death.Key}."));
    }

    private async Task KillAsync(Desk desk, int kills, Random random)
    {
        for (var i = 0; i < kills; i++)
        {
            var (within, when, call) = Deaths[i % Deaths.Length];
            if (within == AtRandom || !await DiesAsync(desk, when, random.Next(1, 4), call))
            {
                within = AtRandom;
                await KillAsync(desk, random);
            }

            deaths[within]++;
        }
    }

    /// <summary>Starts a host that kills itself at a chosen call; false when it never came to make it.</summary>
    private async Task<bool> DiesAsync(Desk desk, string when, int number, string call)
    {
        var settings = Settings.Concat(HostProcess.DeathAt(when, number, call)).ToDictionary();
        await using var host = HostProcess.Launch(azurite.ConnectionString, Instance, settings);
        desk.Use(host);
        try
        {
            return await host.WaitForExitAsync(Patience) == Sigkill
                ? true
                : throw new InvalidOperationException($"The host ended by itself:\n{host.Log}");
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task KillAsync(Desk desk, Random random)
    {
        // Now and then before it is ready: in its start, or in the work it finds waiting.
        await using var host =
            random.Next(4) == 0
                ? HostProcess.Launch(azurite.ConnectionString, Instance, Settings)
                : await HostProcess.StartAsync(azurite.ConnectionString, Instance, Settings);
        desk.Use(host);
        await Task.Delay(random.Next(800));
        await host.KillAsync();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
