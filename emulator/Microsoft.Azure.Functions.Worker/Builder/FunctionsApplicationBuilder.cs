using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds an app and, here, the host around it in the same process: Kestrel, listeners, extensions.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private bool built;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        web = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
            }
        );
        web.Configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_")
            .AddEnvironmentVariables()
            .AddCommandLine(args ?? []);
        HostDefaults.AddTo(web);
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public ConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => web.Metrics;

    public IServiceCollection Services => web.Services;

    /// <exception cref="InvalidOperationException">It was built before.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        built = true;
        var types =
            Services.LastOrDefault(service => service.ServiceType == typeof(FunctionTypes))?.ImplementationInstance
            as FunctionTypes;
        var extensions = ExtensionFinder.Find(types);
        foreach (var extension in extensions)
        {
            extension.ConfigureServices(Services, Configuration);
        }

        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(new HostSettings(Configuration, HostDefaults.HostJson(Configuration)));
        Services.AddSingleton(provider => new FunctionInvoker(middleware, extensions, provider));
        Services.AddSingleton<IFunctionInvoker>(provider => provider.GetRequiredService<FunctionInvoker>());
        return new FunctionsHost(web.Build(), extensions, types);
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure = null
    )
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        this.middleware.Add(middleware);
        return this;
    }

    private void ThrowIfBuilt()
    {
        if (built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
