namespace Microsoft.Azure.Functions.Worker;

public abstract class BindingContext
{
    /// <summary>The trigger's metadata by name, in any case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
