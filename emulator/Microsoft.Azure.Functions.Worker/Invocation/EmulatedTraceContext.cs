namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedTraceContext(string traceParent) : TraceContext
{
    public override string TraceParent => traceParent;

    public override string TraceState => string.Empty;
}
