using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Http;

/// <summary>An HTTP function as its attributes declare it. One without an <see cref="ApiAttribute"/> is refused.</summary>
public sealed record ApiFunction(string Name, MethodInfo Method, HttpTriggerAttribute Trigger, ApiAttribute? Api)
{
    /// <summary>Every HTTP function of the assemblies by its name.</summary>
    public static IReadOnlyDictionary<string, ApiFunction> FindAll(params Assembly[] assemblies) =>
        assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(Create)
            .OfType<ApiFunction>()
            .ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    private static ApiFunction? Create(MethodInfo method)
    {
        var trigger = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(attribute => attribute is not null);
        return method.GetCustomAttribute<FunctionAttribute>() is { } function && trigger is not null
            ? new ApiFunction(function.Name, method, trigger, method.GetCustomAttribute<ApiAttribute>())
            : null;
    }
}
