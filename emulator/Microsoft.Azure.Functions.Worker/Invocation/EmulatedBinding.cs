namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedBinding(string name, Attribute attribute, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => TypeName(attribute);

    public override BindingDirection Direction => direction;

    /// <summary>The attribute's name as function.json spells it: <c>QueueTriggerAttribute</c> is <c>queueTrigger</c>, <c>QueueOutputAttribute</c> is <c>queue</c>.</summary>
    public static string TypeName(Attribute attribute)
    {
        var text = attribute.GetType().Name;
        foreach (var suffix in (string[])["Attribute", "Input", "Output"])
        {
            text = text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
        }

        return char.ToLowerInvariant(text[0]) + text[1..];
    }
}
