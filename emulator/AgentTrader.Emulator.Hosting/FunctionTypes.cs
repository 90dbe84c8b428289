using System.Reflection;

namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// The classes whose functions the host runs. An app registers none and gets every class of its entry assembly; a test
/// registers one, as a singleton, to name its own. With it the process is not the host's: a failed start throws and never exits.
/// </summary>
public sealed record FunctionTypes(IReadOnlyList<Type> Types)
{
    public FunctionTypes(params Type[] types)
        : this((IReadOnlyList<Type>)types) { }

    /// <summary>Every class of an assembly.</summary>
    public static FunctionTypes Of(Assembly assembly) => new((IReadOnlyList<Type>)assembly.GetTypes());
}
