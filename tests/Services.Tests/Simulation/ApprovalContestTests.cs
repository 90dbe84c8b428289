using System.Globalization;
using AgentTrader.Core.Oversight;
using AgentTrader.Services.Oversight;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// Two hundred people decide about one trade at the same time, and in every second seed the process dies while they do.
/// <c>AGENTTRADER_SEEDS</c> takes another number of seeds.
/// </summary>
public sealed class ApprovalContestTests
{
    private const int People = 200;

    private static readonly int Seeds = int.Parse(
        Environment.GetEnvironmentVariable("AGENTTRADER_SEEDS") ?? "20",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task One_decision_stands_at_most_one_fill_follows_and_everybody_else_is_told_politely()
    {
        var (approved, rejected, died) = (0, 0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            await using var scene = new ApprovalScene();
            await scene.HoldAsync(new Trigger(TriggerKind.Value));
            var crashes = seed % 2 == 1;
            var answers = Contest(scene, new Random(seed), crashes);
            if (crashes)
            {
                died++;
                scene.Restart();
                await scene.SweepAsync();
            }

            await scene.WorkAsync();
            await SettleAsync(scene, crashes ? [] : answers);
            var stored = await scene.StoredAsync();
            if (stored.Requests.Single().Status == OversightStatus.Pending)
            {
                // All died before the first decision was stored: the clock ends it.
                scene.Clock.Advance(OversightRequest.Lifetime);
                await scene.TimersAsync();
                stored = await scene.StoredAsync();
            }

            Assert.True(!stored.Unfinished().Any() && stored.Broken([]).Count == 0, $"Seed {seed}: {Findings(stored)}");
            var request = stored.Requests.Single();
            Assert.NotEqual(OversightStatus.Pending, request.Status);
            Assert.InRange(stored.Fills, 0, request.Status == OversightStatus.Approved ? 1 : 0);
            approved += request.Status == OversightStatus.Approved ? 1 : 0;
            rejected += request.Status == OversightStatus.Rejected ? 1 : 0;
            if (!crashes)
            {
                Polite(answers, request);
            }
        }

        Assert.True(
            approved >= Seeds / 10 && rejected >= Seeds / 10 && died == Seeds / 2,
            $"{approved} approved, {rejected} rejected"
        );
    }

    /// <summary>Everybody speaks; storage answers them in a random order, and in a crash it stops to.</summary>
    private static List<Task<DecisionResponse>> Contest(ApprovalScene scene, Random random, bool crashes)
    {
        var calls = new List<TaskCompletionSource<Fault>>();
        scene.Cloud.Weather = () =>
        {
            var call = new TaskCompletionSource<Fault>();
            calls.Add(call);
            return call.Task;
        };
        var answers = new List<Task<DecisionResponse>>();
        for (var i = 0; i < People; i++)
        {
            DecisionRequest said = random.Next(3) switch
            {
                0 => new(OversightVerdict.Rejected, "No."),
                1 => new(OversightVerdict.Approved, Quantity: 1),
                _ => new(OversightVerdict.Approved),
            };
            answers.Add(scene.BeginSaying(said, $"usr_{i}", $"operation {i}", isSystem: i % 3 == 0));
        }

        for (var left = crashes ? random.Next(3 * People) : int.MaxValue; left > 0 && calls.Count > 0; left--)
        {
            var next = random.Next(calls.Count);
            var call = calls[next];
            calls.RemoveAt(next);
            call.SetResult(Fault.None);
        }

        scene.Cloud.Weather = () => Task.FromResult(Fault.None);
        return answers;
    }

    /// <summary>The one whose decision stands waits for the fill, by a clock that must be moved for it.</summary>
    private static async Task SettleAsync(ApprovalScene scene, List<Task<DecisionResponse>> answers)
    {
        for (var waits = 0; answers.Any(answer => !answer.IsCompleted) && waits < 300; waits++)
        {
            scene.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await scene.WorkAsync();
        }
    }

    private static void Polite(List<Task<DecisionResponse>> answers, OversightRequest request)
    {
        var won = Assert.Single(answers, answer => answer.IsCompletedSuccessfully);
        Assert.Equal(request.Status, won.Result.Status);
        Assert.Equal(request.Status == OversightStatus.Approved, won.Result.TradeExecuted);
        Assert.All(
            answers.Where(answer => answer != won),
            answer =>
            {
                var late = Assert.IsType<ProblemException>(answer.Exception?.InnerException);
                Assert.Equal(409, late.Status);
                Assert.StartsWith(request.Decision!.Approver, late.Detail, StringComparison.Ordinal);
            }
        );
    }

    private static string Findings(StoredInstance stored) =>
        string.Join('\n', stored.Unfinished().Concat(stored.Broken([])));
}
