namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedInvocationResult(InvocationState state) : InvocationResult
{
    public override object? Value
    {
        get => state.Result;
        set => state.Result = value;
    }
}
