using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Oversight;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// Every trigger, every decision, before, at and after every deadline, with the process replaced or not. A run takes one order
/// of events in six for each; <c>AGENTTRADER_MATRIX=all</c> takes all 1,500 cases.
/// </summary>
public sealed class ApprovalMatrixTests
{
    private static readonly string[] Sayings = ["approve", "fewer", "reject", "ask", "nothing"];

    /// <summary>Before, at and after the reminder, the escalation and the end.</summary>
    private static readonly TimeSpan[] Moments =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1),
        TimeSpan.FromMinutes(8) - TimeSpan.FromTicks(1),
        TimeSpan.FromMinutes(8),
        TimeSpan.FromMinutes(8) + TimeSpan.FromTicks(1),
        TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1),
    ];

    /// <summary>The timers of the click's instant come before it or after it, and the process is replaced or not.</summary>
    private static readonly (bool TimersFirst, string Restart)[] Orders =
    [
        .. from timersFirst in (bool[])[true, false]
        from restart in (string[])["never", "before", "after"]
        select (timersFirst, restart),
    ];

    private static readonly Trigger[] Triggers =
    [
        new(TriggerKind.Value),
        new(TriggerKind.Concentration, 0.01m),
        new(TriggerKind.Volatility, 1m),
        new(TriggerKind.Confidence, 0.51m),
        new(TriggerKind.FirstTrade),
    ];

    private static readonly bool All = Environment.GetEnvironmentVariable("AGENTTRADER_MATRIX") == "all";

    [Fact]
    public async Task A_stopped_trade_ends_once_and_as_it_must()
    {
        var (number, cases, broken) = (0, 0, new List<string>());
        foreach (var moment in Moments)
        {
            foreach (var saying in Sayings)
            {
                foreach (var trigger in Triggers)
                {
                    // Five triggers see five of the six orders, and over the moments each sees all.
                    number++;
                    for (var order = 0; order < Orders.Length; order++)
                    {
                        if (All || order == number % Orders.Length)
                        {
                            cases++;
                            var (timersFirst, restart) = Orders[order];
                            var found = await RunAsync(trigger, saying, moment, timersFirst, restart);
                            broken.AddRange(
                                found.Select(wrong =>
                                    $"{trigger.Kind}, {saying} at {moment}, timers first: {timersFirst}, restart: {restart}: {wrong}"
                                )
                            );
                        }
                    }
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20)));
        Assert.Equal(All ? 1500 : 250, cases);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(
        Trigger trigger,
        string saying,
        TimeSpan moment,
        bool timersFirst,
        string restart
    )
    {
        await using var scene = new ApprovalScene();
        await scene.HoldAsync(trigger);
        var inTime = moment < OversightRequest.Lifetime;
        // A process that keeps the time runs all along; only of the last instant it is open who comes first.
        scene.Clock.Advance(moment - TimeSpan.FromTicks(1));
        await scene.TimersAsync();
        scene.Clock.Advance(TimeSpan.FromTicks(1));
        if (restart == "before")
        {
            scene.Restart();
        }

        if (timersFirst)
        {
            await scene.TimersAsync();
        }

        var refused = await SayAsync(scene, saying);
        if (restart == "after")
        {
            scene.Restart();
        }

        await scene.TimersAsync();
        scene.Clock.Advance(OversightRequest.Lifetime);
        await scene.TimersAsync();
        await scene.SweepAsync();

        var stored = await scene.StoredAsync();
        var broken = stored.Unfinished().Concat(stored.Broken([])).ToList();
        var request = stored.Requests.Single();
        var trade = stored.Agents.Single().Trades.Values.Single();
        var expected = (saying, inTime) switch
        {
            ("nothing", _) or (_, false) => (OversightStatus.Expired, TradeStatus.Cancelled, ApprovalScene.Shares),
            ("reject", _) => (OversightStatus.Rejected, TradeStatus.Cancelled, ApprovalScene.Shares),
            ("fewer", _) => (OversightStatus.Approved, TradeStatus.Completed, 1),
            _ => (OversightStatus.Approved, TradeStatus.Completed, ApprovalScene.Shares),
        };
        var found = (request.Status, trade.Status, trade.Quantity);
        if (expected != found)
        {
            broken.Add($"{expected} was expected and it is {found}: {trade.FailureReason}");
        }

        if (refused != (saying != "nothing" && !inTime))
        {
            broken.Add($"The click was {(refused ? "refused" : "taken")}");
        }

        // Who was asked in vain was reminded, and the next were asked.
        if (request.Status == OversightStatus.Expired && (request.RemindedAt is null || request.EscalatedAt is null))
        {
            broken.Add("It expired without a reminder or without escalation");
        }

        var avoids = stored.Agents.Single().Book.Engine.Avoided.Length > 0;
        if (avoids != (trade.Status == TradeStatus.Cancelled))
        {
            broken.Add($"After {trade.Status} the agent {(avoids ? "avoids" : "does not avoid")} the symbol");
        }

        return broken;
    }

    /// <summary>Whether the click was too late.</summary>
    private static async Task<bool> SayAsync(ApprovalScene scene, string saying)
    {
        try
        {
            switch (saying)
            {
                case "approve":
                    await scene.SayAsync(new(OversightVerdict.Approved), "usr_approver", "1");
                    break;
                case "fewer":
                    await scene.SayAsync(new(OversightVerdict.Approved, Quantity: 1), "usr_approver", "1");
                    break;
                case "reject":
                    await scene.SayAsync(new(OversightVerdict.Rejected, "No."), "usr_approver", "1");
                    break;
                case "ask":
                    await scene.SayAsync(new(OversightVerdict.InfoRequested, "Why?"), "usr_approver", "1");
                    await scene.SayAsync(new(OversightVerdict.Approved), "usr_approver", "2");
                    break;
            }

            return false;
        }
        catch (ProblemException late)
        {
            Assert.Equal((409, "/problems/already-decided"), (late.Status, late.Type));
            Assert.Contains("expired", late.Detail, StringComparison.Ordinal);
            return true;
        }
    }
}
