namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned, once it ran; middleware may replace it.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new EmulatedInvocationResult(State(context));

    /// <summary>What the function returned, as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It returned another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var state = State(context);
        return state.Result is T
            ? new EmulatedInvocationResult<T>(state)
            : throw new InvalidOperationException(
                $"Requested type({typeof(T)}) does not match the type of Invocation result({state.Result?.GetType()})"
            );
    }

    private static InvocationState State(FunctionContext context) =>
        context.Features.Get<InvocationState>()
        ?? throw new InvalidOperationException("The context does not belong to a running invocation.");
}
