namespace AgentTrader.Emulator.Hosting;

/// <summary>Runs a function once, through the app's middleware.</summary>
public interface IFunctionInvoker
{
    /// <summary>
    /// Binds the parameters, runs the middleware and the method, and returns the method's result with any Task unwrapped.
    /// An exception of the function or of a conversion comes out as it was thrown.
    /// </summary>
    Task<object?> InvokeAsync(FunctionDescriptor function, TriggerInput input, CancellationToken cancellationToken);
}
