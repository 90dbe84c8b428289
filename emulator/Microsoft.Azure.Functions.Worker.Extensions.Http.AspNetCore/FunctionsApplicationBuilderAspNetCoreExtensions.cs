using Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Gives HTTP functions ASP.NET Core's own types. Middleware registered before this call sees no <c>HttpContext</c>.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.All(service => service.ServiceType != typeof(HttpContextMiddleware)))
        {
            builder.UseMiddleware<HttpContextMiddleware>();
            builder.Services.AddMvc();
        }

        return builder;
    }
}
