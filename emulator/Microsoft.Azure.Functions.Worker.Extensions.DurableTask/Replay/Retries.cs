using System.Runtime.ExceptionServices;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>Calls a task again when it fails. Attempts and the timers between them take task numbers as they do officially.</summary>
internal static class Retries
{
    public static async Task<string?> ByPolicyAsync(
        TaskOrchestrationContext context,
        RetryPolicy policy,
        Func<Task<string?>> call
    )
    {
        var first = context.CurrentUtcDateTime;
        TaskFailure failure;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailure error)
            {
                failure = error;
            }

            if (attempt == policy.MaxNumberOfAttempts)
            {
                // Officially a timer that is due at once follows the last attempt, left over from an older version.
                await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                break;
            }

            if (!policy.ShouldRetry(failure.Details) || IsTimedOut(context, policy, first))
            {
                break;
            }

            var delay = Delay(policy, attempt);
            await context.CreateTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);
        }

        ExceptionDispatchInfo.Throw(failure);
        return null;
    }

    public static async Task<string?> ByHandlerAsync(
        TaskOrchestrationContext context,
        AsyncRetryHandler handler,
        Func<Task<string?>> call
    )
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailure failure)
            {
                var spent = context.CurrentUtcDateTime - first;
                if (!await handler(new(context, attempt, failure.Details, spent, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsTimedOut(TaskOrchestrationContext context, RetryPolicy policy, DateTime first) =>
        policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime >= first + policy.RetryTimeout;

    private static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var milliseconds =
            policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
