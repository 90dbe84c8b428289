using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How to call one function, worked out once: its instance, its method, what to await.</summary>
internal sealed class FunctionPlan(FunctionDescriptor function)
{
    private readonly MethodInvoker method = MethodInvoker.Create(function.Method);
    private readonly ParameterInfo[] parameters = function.Method.GetParameters();
    private readonly ObjectFactory? createInstance = function.Method.IsStatic
        ? null
        : ActivatorUtilities.CreateFactory(function.Method.ReflectedType!, Type.EmptyTypes);

    // Task<T>.Result, where the declared type has one: an async Task method returns a Task<VoidTaskResult>.
    private readonly PropertyInfo? result = function.Method.ReturnType is { IsGenericType: true } type
        ? type.GetProperty("Result")
        : null;
    private readonly MethodInfo? asTask = function.Method.ReturnType is { IsValueType: true, IsGenericType: true } type
        ? type.GetMethod("AsTask")
        : null;

    public FunctionDescriptor Function => function;

    public FunctionDefinition Definition { get; } = new EmulatedFunctionDefinition(function);

    public IReadOnlyList<ParameterInfo> Parameters => parameters;

    public object? CreateInstance(IServiceProvider services) => createInstance?.Invoke(services, null);

    /// <summary>Calls the method and awaits what it returns.</summary>
    public async Task<object?> CallAsync(object? instance, object?[] arguments)
    {
        var returned = method.Invoke(instance, arguments.AsSpan());
        switch (returned)
        {
            case Task task:
                await task;
                return result?.GetValue(task);
            case ValueTask task:
                await task;
                return null;
            case not null when asTask?.Invoke(returned, null) is Task task:
                await task;
                return task.GetType().GetProperty("Result")!.GetValue(task);
            default:
                return returned;
        }
    }
}
