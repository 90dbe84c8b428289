namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// What a listener hands to an invocation. <see cref="Value"/> is either of the trigger parameter's type already, or JSON
/// text that the invoker converts as the worker's serializer does (any case, numbers not in strings).
/// </summary>
public sealed record TriggerInput(object? Value)
{
    /// <summary>Values bound by parameter name: route values, a queue message's <c>dequeueCount</c>, an <c>instanceId</c>.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = new Dictionary<string, object?>();

    /// <summary>Objects that middleware finds in <c>FunctionContext.Items</c> (the host's own keys, such as the HTTP context).</summary>
    public IReadOnlyDictionary<object, object> Items { get; init; } = new Dictionary<object, object>();

    /// <summary>A W3C traceparent to continue, where the trigger carries one.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The scope to resolve from; null makes one for the invocation. HTTP shares the request's.</summary>
    public IServiceProvider? RequestServices { get; init; }

    /// <summary>
    /// Runs around the middleware and the function, and gives the invocation's result. It calls its argument once and may return
    /// before that task ends: an orchestrator that waits is left where it stands and run anew at its next step.
    /// </summary>
    public Func<Func<Task<object?>>, Task<object?>>? Around { get; init; }
}
