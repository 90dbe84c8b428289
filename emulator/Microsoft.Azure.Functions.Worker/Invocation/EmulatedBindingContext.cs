namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedBindingContext(IReadOnlyDictionary<string, object?> bindingData) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } =
        new Dictionary<string, object?>(bindingData, StringComparer.OrdinalIgnoreCase);
}
