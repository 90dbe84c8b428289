namespace Microsoft.DurableTask;

/// <summary>Says whether to try a failed task again. Runs in the orchestrator: deterministic, no I/O.</summary>
public delegate bool RetryHandler(RetryContext retryContext);
