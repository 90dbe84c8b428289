using System.Collections.Immutable;
using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

internal sealed class EmulatedFunctionDefinition(FunctionDescriptor function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
    [
        .. function
            .Method.GetParameters()
            .Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.DefaultValue)),
    ];

    public override string PathToAssembly { get; } = function.Method.Module.Assembly.Location;

    public override string EntryPoint { get; } = FunctionFinder.EntryPoint(function.Method);

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        function
            .Method.GetParameters()
            .Select(p => (p.Name, Attribute: p.GetCustomAttribute<BindingAttribute>()))
            .Where(p => p.Attribute is not null)
            .ToImmutableDictionary(
                p => p.Name!,
                p => (BindingMetadata)new EmulatedBinding(p.Name!, p.Attribute!, BindingDirection.In)
            );

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
        ImmutableDictionary<string, BindingMetadata>.Empty;
}
