using System.Globalization;
using System.Reflection;
using System.Text;
using AgentTrader.Emulator.Hosting;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Makes a function's arguments: the context, the trigger's value, what extensions bind, binding data by name; converted
/// as the worker's own converters do, in their order.
/// </summary>
internal sealed class ParameterValues(IReadOnlyList<EmulatorExtension> extensions, IOptions<WorkerOptions> options)
{
    private readonly ObjectSerializer serializer = options.Value.Serializer!;

    /// <exception cref="FunctionInputConverterException">A value cannot become its parameter's type.</exception>
    public async Task<object?[]> BindAsync(FunctionContext context, InvocationState state)
    {
        var parameters = state.Plan.Parameters;
        var values = new object?[parameters.Count];
        List<string>? errors = null;
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = await ValueAsync(context, state, parameters[i]);
            }
            catch (FunctionInputConverterException error)
            {
                (errors ??= []).Add(error.Message);
            }
        }

        return errors is null
            ? values
            : throw new FunctionInputConverterException(
                $"Error converting {errors.Count} input parameters for Function '{context.FunctionDefinition.Name}': "
                    + string.Join(Environment.NewLine, errors)
            );
    }

    private async ValueTask<object?> ValueAsync(FunctionContext context, InvocationState state, ParameterInfo parameter)
    {
        if (context.Features.Get<IParameterBinder>() is { } binder && binder.Handles(parameter))
        {
            return await binder.BindAsync(parameter);
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context.CancellationToken;
        }

        if (parameter.GetCustomAttribute<InputBindingAttribute>() is not null)
        {
            return BindByExtension(context, parameter);
        }

        var source =
            parameter == state.Plan.Function.TriggerParameter
                ? state.Input.Value
                : context.BindingContext.BindingData.GetValueOrDefault(parameter.Name!);
        return await ConvertAsync(source, parameter);
    }

    private object? BindByExtension(FunctionContext context, ParameterInfo parameter)
    {
        foreach (var extension in extensions)
        {
            if (extension.TryBind(parameter, context.InstanceServices, out var value))
            {
                return value;
            }
        }

        throw new InvalidOperationException(
            $"No extension of the host binds the parameter '{parameter.Name}' of the function '{context.FunctionDefinition.Name}'."
        );
    }

    private async ValueTask<object?> ConvertAsync(object? source, ParameterInfo parameter)
    {
        var target = parameter.ParameterType;
        var underlying = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsInstanceOfType(source))
        {
            return source;
        }

        if (source is not string text || target == typeof(string))
        {
            return WithoutSource(parameter);
        }

        if (underlying == typeof(Guid) && Guid.TryParse(text, out var guid))
        {
            return guid;
        }

        if (
            underlying == typeof(DateTimeOffset)
            && DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, out var offset)
        )
        {
            return offset;
        }

        if (underlying == typeof(DateTime) && DateTime.TryParse(text, CultureInfo.CurrentCulture, out var instant))
        {
            return instant;
        }

        return target == typeof(byte[]) ? Encoding.UTF8.GetBytes(text) : await DeserializeAsync(text, parameter);
    }

    private async ValueTask<object?> DeserializeAsync(string text, ParameterInfo parameter)
    {
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return await serializer.DeserializeAsync(stream, parameter.ParameterType, CancellationToken.None);
        }
        catch (Exception error)
        {
            throw new FunctionInputConverterException(
                $"Cannot convert input parameter '{parameter.Name}' to type '{parameter.ParameterType.FullName}' "
                    + $"from type 'System.String'. Error:{error.Message}",
                error
            );
        }
    }

    private static object? WithoutSource(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
        {
            return parameter.DefaultValue;
        }

        return !parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            ? null
            : throw new FunctionInputConverterException(
                $"Could not populate the value for '{parameter.Name}' parameter. "
                    + "Consider adding a default value or making the parameter nullable."
            );
    }
}
