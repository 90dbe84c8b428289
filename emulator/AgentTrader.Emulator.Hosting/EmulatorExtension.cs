using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// What one stand-in adds to the emulated host: services, endpoints, a trigger's listener, a binding. The host finds
/// extensions by <see cref="EmulatorExtensionAttribute"/> on the assemblies that the app references.
/// </summary>
public abstract class EmulatorExtension
{
    /// <summary>Adds the services that the stand-in itself needs.</summary>
    public virtual void ConfigureServices(IServiceCollection services, IConfiguration configuration) { }

    /// <summary>Adds endpoints beside the app's own, under <c>/emulator/</c> or where the service's clients expect them.</summary>
    public virtual void MapEndpoints(IEndpointRouteBuilder endpoints) { }

    /// <summary>
    /// Makes the listener of a function whose trigger attribute belongs to this stand-in; null for any other. Called for every
    /// function before <see cref="MapEndpoints"/>.
    /// </summary>
    public virtual ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services) => null;

    /// <summary>Gives the value of a parameter that carries this stand-in's input attribute; false for any other.</summary>
    public virtual bool TryBind(ParameterInfo parameter, IServiceProvider services, out object? value)
    {
        value = null;
        return false;
    }
}
