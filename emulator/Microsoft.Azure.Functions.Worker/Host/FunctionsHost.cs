using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// The emulated host: finds the functions, gives each its listener, serves HTTP, and drains on stop. When the functions are
/// the entry assembly's own, the process is the host's, and a start that fails for a known reason ends it with exit code 2.
/// </summary>
internal sealed class FunctionsHost(
    WebApplication web,
    IReadOnlyList<EmulatorExtension> extensions,
    FunctionTypes? namedTypes
) : IHost, IAsyncDisposable
{
    private readonly ILogger logger = web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host");
    private readonly List<ITriggerListener> listeners = [];

    public IServiceProvider Services => web.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartCoreAsync(cancellationToken);
        }
        catch (Exception error)
            when (namedTypes is null && HostDefaults.Explain(error, web.Configuration) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            Environment.Exit(2);
        }
    }

    /// <summary>Listeners take no new work; what runs may finish within the drain time; then HTTP and the services stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        var drainTime = HostDefaults.DrainTime(web.Configuration);
        using var timer = new CancellationTokenSource(drainTime, web.Services.GetRequiredService<TimeProvider>());
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        logger.LogInformation("Draining: running invocations have {Seconds} s to finish.", drainTime.TotalSeconds);
        await Task.WhenAll(listeners.Select(listener => listener.StopAsync(giveUp.Token)));
        await web.StopAsync(cancellationToken);
        logger.LogInformation("Stopped.");
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        foreach (var listener in listeners.OfType<IDisposable>())
        {
            listener.Dispose();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        foreach (var url in HostDefaults.Urls(web.Configuration))
        {
            web.Urls.Add(url);
        }

        var functions = FunctionFinder.Find(namedTypes?.Types ?? Assembly.GetEntryAssembly()!.GetTypes());
        web.Services.GetRequiredService<FunctionInvoker>().Load(functions);
        listeners.AddRange(functions.Select(CreateListener));
        foreach (var extension in extensions)
        {
            extension.MapEndpoints(web);
        }

        await web.StartAsync(cancellationToken);
        await StartListenersAsync(cancellationToken);
        foreach (var function in functions)
        {
            logger.LogInformation(
                "Function {Function}: {Trigger}",
                function.Name,
                EmulatedBinding.TypeName(function.TriggerAttribute)
            );
        }

        logger.LogInformation("{Count} functions run on {Urls}", functions.Count, string.Join(", ", web.Urls));
    }

    private ITriggerListener CreateListener(FunctionDescriptor function) =>
        extensions
            .Select(extension => extension.CreateListener(function, web.Services))
            .FirstOrDefault(listener => listener is not null)
        ?? throw new HostStartException(
            $"The function '{function.Name}' ({FunctionFinder.EntryPoint(function.Method)}) has a trigger that no extension "
                + $"of the host knows: {function.TriggerAttribute.GetType().Name}. Remove it, or add its emulator."
        );

    private async Task StartListenersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(listeners.Select(listener => listener.StartAsync(cancellationToken)));
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }
}
