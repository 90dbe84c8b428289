using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>The orchestrations and activities under test.</summary>
public sealed partial class OrchestrationTests
{
    public static class Functions
    {
        [Function(nameof(Sum))]
        public static async Task<int> Sum([OrchestrationTrigger] TaskOrchestrationContext context, int count)
        {
            var sum = 0;
            for (var i = 1; i <= count; i++)
            {
                sum = await context.CallActivityAsync<int>(nameof(Add), new Pair(sum, i));
            }

            return sum;
        }

        [Function(nameof(FanOut))]
        public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var numbers = Enumerable.Range(1, context.GetInput<int>());
            var sums = await Task.WhenAll(
                numbers.Select(i => context.CallActivityAsync<int>(nameof(Add), new Pair(i, i)))
            );
            return sums.Sum();
        }

        [Function(nameof(WhoAmI))]
        public static async Task<string> WhoAmI([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.InstanceId + "," + await context.CallActivityAsync<string>(nameof(Whose));

        [Function(nameof(Echo))]
        public static Pair? Echo([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<Pair>();

        [Function(nameof(Nothing))]
        public static async Task Nothing([OrchestrationTrigger] TaskOrchestrationContext context, string? input)
        {
            Assert.Null(input);
            await context.CallActivityAsync(nameof(Ignore));
        }

        [Function(nameof(Greets))]
        public static Task<string> Greets([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
            context.CallActivityAsync<string>(nameof(Injected.Greet), name);

        [Function(nameof(SeesFailure))]
        public static async Task<Seen> SeesFailure([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(nameof(Ignore));
            var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
                context.CallActivityAsync(nameof(Fail), "no funds")
            );
            return new(
                error.Message,
                error.FailureDetails.ErrorType,
                error.FailureDetails.ErrorMessage,
                error.InnerException is not null,
                error.FailureDetails.IsCausedBy<InvalidOperationException>(),
                error.FailureDetails.IsCausedBy<Exception>()
            );
        }

        [Function(nameof(Fails))]
        public static Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) =>
            throw new InvalidOperationException("out of order");

        [Function(nameof(FailsByActivity))]
        public static Task FailsByActivity([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync(nameof(Fail), "no funds");

        [Function(nameof(CallsNobody))]
        public static async Task<string> CallsNobody([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                await context.CallActivityAsync("Nobody");
                return "somebody";
            }
            catch (TaskFailedException error)
            {
                return error.Message;
            }
        }

        [Function(nameof(ReturnsALoop))]
        public static object ReturnsALoop([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var loop = new List<object>();
            loop.Add(loop);
            return loop;
        }

        [Function(nameof(ShowsStatus))]
        public static async Task ShowsStatus([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<string>("Go");
            context.SetCustomStatus("done");
        }

        [Function(nameof(CountsDown))]
        public static async Task<string> CountsDown([OrchestrationTrigger] TaskOrchestrationContext context, int left)
        {
            await context.CallActivityAsync(nameof(Ignore));
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return $"done at {left}";
        }

        [Function(nameof(ReadsOneEventEach))]
        public static async Task<string> ReadsOneEventEach(
            [OrchestrationTrigger] TaskOrchestrationContext context,
            int left
        )
        {
            // Not read before the others have come too, most of the time.
            await context.CallActivityAsync(nameof(Ignore));
            await context.WaitForExternalEvent<string>("Letter");
            if (left > 1)
            {
                context.ContinueAsNew(left - 1);
            }

            return "done";
        }

        [Function(nameof(MakesGuids))]
        public static async Task<string> MakesGuids([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var guid = context.NewGuid();
            var other = context.NewGuid();
            var stored = await context.CallActivityAsync<Guid>(nameof(Keep), guid);
            return $"{(stored == guid ? "same" : "changed")}, {(guid == other ? "equal" : "different")}";
        }

        [Function(nameof(Logs))]
        public static async Task Logs([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var logger = context.CreateReplaySafeLogger("Test");
            logger.Log(LogLevel.Information, "before the activity");
            await context.CallActivityAsync(nameof(Ignore));
            logger.Log(LogLevel.Information, "after the activity");
        }

        [Function(nameof(EchoesText))]
        public static Task<string> EchoesText([OrchestrationTrigger] TaskOrchestrationContext context, string text) =>
            context.CallActivityAsync<string>(nameof(Twice), text);

        [Function(nameof(EchoesManyTexts))]
        public static async Task<int> EchoesManyTexts(
            [OrchestrationTrigger] TaskOrchestrationContext context,
            int count
        )
        {
            var text = new string('x', 14_500);
            var calls = Enumerable.Range(0, count).Select(_ => context.CallActivityAsync<string>(nameof(Twice), text));
            return (await Task.WhenAll(calls)).Sum(doubled => doubled.Length);
        }

        [Function(nameof(Add))]
        public static int Add([ActivityTrigger] Pair pair) => pair.Left + pair.Right;

        [Function(nameof(Whose))]
        public static string Whose([ActivityTrigger] object? input, string instanceId) => instanceId;

        [Function(nameof(Ignore))]
        public static void Ignore([ActivityTrigger] string? input) { }

        [Function(nameof(Keep))]
        public static Guid Keep([ActivityTrigger] Guid input) => input;

        [Function(nameof(Twice))]
        public static string Twice([ActivityTrigger] string text) => text + text;

        [Function(nameof(Fail))]
        public static void Fail([ActivityTrigger] string message) => throw new InvalidOperationException(message);
    }

    public sealed class Injected(Greeting greeting)
    {
        [Function(nameof(Greet))]
        public async Task<string> Greet([ActivityTrigger] string name, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return $"{greeting.Text} {name}";
        }
    }

    public sealed record Greeting(string Text);

    public sealed record Pair(int Left, int Right);

    public sealed record Seen(
        string Message,
        string ErrorType,
        string ErrorMessage,
        bool HasInnerException,
        bool IsInvalidOperation,
        bool IsSomeException
    );
}
