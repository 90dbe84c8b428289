namespace Microsoft.DurableTask;

/// <summary>What a retry handler decides by. <paramref name="LastAttemptNumber"/> counts from 1.</summary>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken
);
