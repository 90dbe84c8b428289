namespace Microsoft.Azure.Functions.Worker;

public abstract class BindingMetadata
{
    public abstract string Name { get; }

    /// <summary>The kind as function.json spells it, for example <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}
