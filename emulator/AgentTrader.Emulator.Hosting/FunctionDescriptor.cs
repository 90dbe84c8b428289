using System.Reflection;

namespace AgentTrader.Emulator.Hosting;

/// <summary>One function of the app: its name, its method, and the one parameter that carries a trigger attribute.</summary>
public sealed record FunctionDescriptor(
    string Name,
    MethodInfo Method,
    ParameterInfo TriggerParameter,
    Attribute TriggerAttribute
);
