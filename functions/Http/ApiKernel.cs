using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentTrader.Functions.Http;

/// <summary>The steps that every HTTP request passes, outermost first.</summary>
public static class ApiKernel
{
    /// <summary>
    /// Adds the steps. Call it after <c>ConfigureFunctionsWebApplication</c>: before it, middleware sees no HTTP context.
    /// <paramref name="functions"/> is the assembly whose functions carry <see cref="ApiAttribute"/>.
    /// </summary>
    public static FunctionsApplicationBuilder UseApiKernel(this FunctionsApplicationBuilder builder, Assembly functions)
    {
        builder.Services.AddSingleton(ApiFunction.FindAll(functions));
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        return builder;
    }
}
