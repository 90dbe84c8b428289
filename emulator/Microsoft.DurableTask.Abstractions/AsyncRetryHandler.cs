namespace Microsoft.DurableTask;

/// <summary>Says whether to try a failed task again; may await durable tasks, such as a timer between the attempts.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
