#nullable disable
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Configures and builds a <see cref="ServiceManager"/>.</summary>
public class ServiceManagerBuilder
{
    private readonly List<Action<ServiceManagerOptions>> configurations = [];
    private ILoggerFactory loggers;

    public ServiceManagerBuilder WithOptions(Action<ServiceManagerOptions> configure)
    {
        configurations.Add(configure);
        return this;
    }

    public ServiceManagerBuilder WithLoggerFactory(ILoggerFactory loggerFactory)
    {
        loggers = loggerFactory;
        return this;
    }

    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    /// <exception cref="ArgumentException">The connection string lacks a part or holds a wrong one.</exception>
    public ServiceManager BuildServiceManager()
    {
        var options = new ServiceManagerOptions();
        configurations.ForEach(configure => configure(options));
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new InvalidOperationException(
                "ServiceEndpoints is empty. ConnectionString is  null, empty, or consists only of white-space."
            );
        }

        return new RestServiceManager(options, loggers);
    }
}
