using AgentTrader.Services.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Demo;

/// <summary>Runs the start-up steps and knows whether the instance is ready.</summary>
public sealed class Startup(
    IEnumerable<StartupStep> steps,
    InstanceStorage storage,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<Startup> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string waitingFor = "starting";

    /// <summary>Completes when every step is done.</summary>
    public Task WhenDone => done.Task;

    /// <summary>Returns when the instance is ready.</summary>
    /// <exception cref="ProblemException">503 that says what it waits for.</exception>
    public async Task DemandReadyAsync(CancellationToken cancellationToken)
    {
        if (!done.Task.IsCompleted)
        {
            throw ProblemException.Unavailable(
                $"This instance is not ready yet ({waitingFor}): try again in a moment."
            );
        }

        // Any row will do: what counts is that the storage answers now.
        await storage
            .Table(TableNames.Settings)
            .GetEntityIfExistsAsync<TableEntity>("ready", "ready", cancellationToken: cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var step in steps)
        {
            waitingFor = step.Name;
            while (!await TryAsync(step, stoppingToken))
            {
                await Task.Delay(RetryDelay, clock, stoppingToken);
            }
        }

        done.SetResult();
    }

    private async Task<bool> TryAsync(StartupStep step, CancellationToken cancellationToken)
    {
        try
        {
            await step.RunAsync(services, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "Start-up: {Step} failed; it is tried again.", step.Name);
            return false;
        }
    }
}
