namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of one function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract TraceContext TraceContext { get; }

    public abstract BindingContext BindingContext { get; }

    /// <summary>Null unless the function carries a retry attribute (which the emulator does not offer).</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The invocation's scope; an HTTP request's <c>RequestServices</c> is the same.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract IDictionary<object, object> Items { get; set; }

    public abstract IInvocationFeatures Features { get; }

    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
