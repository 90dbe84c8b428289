using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: EmulatorExtension(typeof(Microsoft.Azure.SignalR.Management.SignalRExtension))]

namespace Microsoft.Azure.SignalR.Management;

/// <summary>
/// Runs the service itself inside the host, with the key in the connection string of the setting <c>SignalR</c> or
/// <c>AzureSignalRConnectionString</c>. Without the setting there is no service.
/// </summary>
internal sealed class SignalRExtension : EmulatorExtension
{
    private ServiceAddress? address;

    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration["SignalR"] ?? configuration["AzureSignalRConnectionString"];
        if (string.IsNullOrEmpty(connectionString))
        {
            return;
        }

        address = ServiceAddress.Parse(connectionString);
        services.AddSignalR();
        services.AddSingleton<ServiceConnections>();
        services.AddSingleton<HubLifetimeManager<ClientHub>>(provider =>
            provider.GetRequiredService<ServiceConnections>()
        );
    }

    public override void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        if (address is not { } service)
        {
            return;
        }

        var rest = new RestService(endpoints.ServiceProvider.GetRequiredService<ServiceConnections>(), service);
        endpoints.Map("/api/hubs/{**path}", rest.HandleAsync);
        endpoints.Map("/api/health", context => context.Response.CompleteAsync());
        endpoints
            .MapHub<ClientHub>("/client")
            .Add(builder =>
            {
                var next = builder.RequestDelegate!;
                builder.RequestDelegate = context => ClientAccess.HandleAsync(context, service, next);
            });
    }
}
