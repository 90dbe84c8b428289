using System.Reflection;

namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// Binds parameters of one invocation before anything else is tried. A stand-in's middleware sets it in
/// <c>FunctionContext.Features</c>.
/// </summary>
public interface IParameterBinder
{
    /// <summary>True when this parameter is this binder's.</summary>
    bool Handles(ParameterInfo parameter);

    /// <summary>The value of a parameter that <see cref="Handles"/> accepts.</summary>
    ValueTask<object?> BindAsync(ParameterInfo parameter);
}
