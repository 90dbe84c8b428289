namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedInvocationResult<T>(InvocationState state) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)state.Result;
        set => state.Result = value;
    }
}
