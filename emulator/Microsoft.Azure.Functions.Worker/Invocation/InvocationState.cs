using AgentTrader.Emulator.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host itself keeps of an invocation: its function, its input, its result.</summary>
internal sealed class InvocationState(FunctionPlan plan, TriggerInput input)
{
    public FunctionPlan Plan => plan;

    public TriggerInput Input => input;

    public object? Result { get; set; }
}
