using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Finds the functions among the app's classes and refuses what the official indexer refuses.</summary>
internal static class FunctionFinder
{
    /// <exception cref="HostStartException">A function is declared in a way that cannot run; the message names it.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types)
    {
        var functions = new Dictionary<string, FunctionDescriptor>(StringComparer.OrdinalIgnoreCase);
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        var methods = types
            .Where(type => type is { IsClass: true, IsGenericTypeDefinition: false })
            .SelectMany(type => type.GetMethods(Public | BindingFlags.DeclaredOnly));
        foreach (var method in methods)
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute)
            {
                var function = Describe(attribute.Name, method);
                if (!functions.TryAdd(function.Name, function))
                {
                    throw new HostStartException(
                        $"Two functions are called '{function.Name}': {EntryPoint(functions[function.Name].Method)} and "
                            + $"{EntryPoint(method)}. Give one of them another name."
                    );
                }
            }
        }

        return [.. functions.Values.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public static string EntryPoint(MethodInfo method) => $"{method.ReflectedType!.FullName}.{method.Name}";

    private static FunctionDescriptor Describe(string name, MethodInfo method)
    {
        var what = $"The function '{name}' ({EntryPoint(method)})";
        FunctionDescriptor? function = null;
        foreach (var parameter in method.GetParameters())
        {
            var bindings = parameter.GetCustomAttributes<BindingAttribute>().ToArray();
            if (bindings.Length > 1)
            {
                throw new HostStartException(
                    $"{what} binds its parameter '{parameter.Name}' twice. Keep one binding attribute."
                );
            }

            if (
                bindings is [InputBindingAttribute input]
                && !input.GetType().Assembly.IsDefined(typeof(EmulatorExtensionAttribute))
            )
            {
                throw new HostStartException(
                    $"{what} has a parameter '{parameter.Name}' that no extension of the host binds: "
                        + $"{input.GetType().Name}. Remove it, or add its emulator."
                );
            }

            if (bindings is [TriggerBindingAttribute trigger])
            {
                function = function is null
                    ? new FunctionDescriptor(name, method, parameter, trigger)
                    : throw new HostStartException($"{what} has two triggers. Keep one, or make two functions of it.");
            }
        }

        return function
            ?? throw new HostStartException($"{what} has no trigger. Add a trigger attribute to a parameter.");
    }
}
