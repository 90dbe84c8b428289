using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: EmulatorExtension(typeof(HttpExtension))]

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>Maps each HTTP function to its route below host.json's <c>extensions:http:routePrefix</c> (default <c>api</c>).</summary>
internal sealed class HttpExtension : EmulatorExtension
{
    private readonly List<HttpFunction> functions = [];

    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, HttpMethodPolicy>());

    public override ITriggerListener? CreateListener(FunctionDescriptor function, IServiceProvider services)
    {
        if (function.TriggerAttribute is not HttpTriggerAttribute trigger)
        {
            return null;
        }

        if (services.GetService<HttpContextMiddleware>() is null)
        {
            throw new HostStartException(
                $"The function '{function.Name}' answers HTTP: call ConfigureFunctionsWebApplication() on the builder."
            );
        }

        var listener = new HttpFunction(function, trigger, services);
        functions.Add(listener);
        return listener;
    }

    public override void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var host = endpoints.ServiceProvider.GetRequiredService<HostSettings>();
        var prefix = host.Section("extensions:http")["routePrefix"] ?? "api";
        foreach (var function in functions)
        {
            try
            {
                endpoints
                    .Map($"{prefix}/{function.Route}".TrimStart('/'), function.HandleAsync)
                    .WithDisplayName(function.Name)
                    .WithMetadata(new HttpFunctionMethods(function.Methods));
            }
            catch (RoutePatternException error)
            {
                throw new HostStartException(
                    $"The route '{function.Route}' of the function '{function.Name}' is not valid: {error.Message}",
                    error
                );
            }
        }
    }
}
