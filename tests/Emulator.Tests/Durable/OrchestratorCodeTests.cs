using System.Diagnostics.CodeAnalysis;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>The check that the product's tests hold its orchestrators to finds what it is for.</summary>
public sealed class OrchestratorCodeTests
{
    private static readonly IReadOnlyList<string> Found = OrchestratorCode.Violations(
        typeof(OrchestratorCodeTests).Assembly
    );

    [Theory]
    [InlineData(nameof(Bad.ReadsAClock), "System.DateTime.get_UtcNow")]
    [InlineData(nameof(Bad.MakesAGuidInALambda), "System.Guid.NewGuid")]
    [InlineData(nameof(Bad.DelaysInAHelper), "System.Threading.Tasks.Task.Delay")]
    [InlineData(nameof(Bad.RunsElsewhere), "System.Threading.Tasks.Task.Run")]
    [InlineData(nameof(Bad.ReadsAFile), "System.IO.File.ReadAllText")]
    [InlineData(nameof(Bad.AsksTheEnvironment), "System.Environment.GetEnvironmentVariable")]
    [InlineData(nameof(Bad.ThrowsDice), "System.Random.get_Shared")]
    [InlineData(nameof(Bad.LeavesItsThread), "System.Threading.Tasks.Task`1.ConfigureAwait")]
    public void Finds_it(string orchestrator, string used) =>
        Assert.Contains(
            Found,
            sentence =>
                sentence.StartsWith($"The orchestrator Bad.{orchestrator} uses ", StringComparison.Ordinal)
                && WithoutTypeArguments(sentence).Contains(used, StringComparison.Ordinal)
        );

    [Fact]
    public void Leaves_a_deterministic_orchestrator_alone() =>
        Assert.DoesNotContain(Found, sentence => sentence.Contains(nameof(Good.Trades), StringComparison.Ordinal));

    [Fact]
    public void Finds_orchestrators_at_all() =>
        Assert.Contains(
            OrchestratorCode.Orchestrators(typeof(OrchestratorCodeTests).Assembly),
            method => method.Name == nameof(Good.Trades)
        );

    private static string WithoutTypeArguments(string sentence)
    {
        var from = sentence.IndexOf('[', StringComparison.Ordinal);
        var to = sentence.LastIndexOf(']');
        return from < 0 ? sentence : sentence.Remove(from, to - from + 1);
    }

    public static class Good
    {
        public static async Task<int> Trades([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var id = context.NewGuid();
            var due = context.CurrentUtcDateTime.AddMinutes(10);
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(due, stop.Token);
            var answer = context.WaitForExternalEvent<int>("Answer");
            if (await Task.WhenAny(timer, answer) == answer)
            {
                stop.Cancel();
            }

            var numbers = Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<int>("Fill", (id, i)));
            return (await Task.WhenAll(numbers)).Sum() + Some().Sum();
        }

        private static IEnumerable<int> Some()
        {
            yield return 1;
            yield return 2;
        }
    }

    [SuppressMessage("Usage", "CA1801", Justification = "Orchestrators have a context, used or not.")]
    public static class Bad
    {
        public static DateTime ReadsAClock([OrchestrationTrigger] TaskOrchestrationContext context) => DateTime.UtcNow;

        public static async Task<Guid> MakesAGuidInALambda([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var offset = await context.CallActivityAsync<int>("A");
            return Enumerable.Range(offset, 1).Select(i => i == offset ? Guid.NewGuid() : default).First();
        }

        public static Task DelaysInAHelper([OrchestrationTrigger] TaskOrchestrationContext context) => HelpAsync();

        public static Task<int> RunsElsewhere([OrchestrationTrigger] TaskOrchestrationContext context) =>
            Task.Run(() => 1);

        public static string ReadsAFile([OrchestrationTrigger] TaskOrchestrationContext context) =>
            File.ReadAllText(context.InstanceId);

        public static string? AsksTheEnvironment([OrchestrationTrigger] TaskOrchestrationContext context) =>
            Environment.GetEnvironmentVariable(context.InstanceId);

        [SuppressMessage("Security", "CA5394", Justification = "It is here to be found.")]
        public static int ThrowsDice([OrchestrationTrigger] TaskOrchestrationContext context) => Random.Shared.Next();

        public static async Task<int> LeavesItsThread([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.CallActivityAsync<int>("A").ConfigureAwait(false);

        private static async Task HelpAsync() => await Task.Delay(1);
    }
}
