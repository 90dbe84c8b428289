namespace AgentTrader.Emulator.Hosting;

/// <summary>Marks an assembly that extends the emulated host. The type derives from <see cref="EmulatorExtension"/> and has a parameterless constructor.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EmulatorExtensionAttribute(Type extension) : Attribute
{
    public Type Extension { get; } = extension;
}
