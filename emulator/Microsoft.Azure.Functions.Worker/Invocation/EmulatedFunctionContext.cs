using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedFunctionContext : FunctionContext
{
    public EmulatedFunctionContext(
        InvocationState state,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        FunctionDefinition = state.Plan.Definition;
        BindingContext = new EmulatedBindingContext(state.Input.BindingData);
        TraceContext = new EmulatedTraceContext(state.Input.TraceParent ?? NewTraceParent());
        Items = new Dictionary<object, object>(state.Input.Items);
        InstanceServices = services;
        CancellationToken = cancellationToken;
        Features.Set(state);
        Features.Set(state.Input);
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; }

    public override BindingContext BindingContext { get; }

    // Official: null without a retry attribute, in spite of the declared type.
    public override RetryContext RetryContext => null!;

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; }

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    private static string NewTraceParent() => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
}
