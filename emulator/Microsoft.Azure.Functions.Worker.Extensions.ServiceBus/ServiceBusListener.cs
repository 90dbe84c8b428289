using AgentTrader.Emulator.Hosting;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>
/// Receives one entity's messages and runs each, at most <c>maxConcurrentCalls</c> at once. Waits are in real time: locks
/// are of the service's clock.
/// </summary>
internal sealed class ServiceBusListener(
    FunctionDescriptor function,
    ServiceBusReceiver receiver,
    ServiceBusSettings settings,
    MessageRun run,
    ILogger logger
) : ITriggerListener, IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private readonly InvocationGate gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim free = new(settings.MaxConcurrentCalls);
    private Task receiving = Task.CompletedTask;

    /// <exception cref="HostStartException">The entity cannot be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // From the first look on the emulated entity exists, so that no message sent after the start is missed.
            await receiver.PeekMessageAsync(cancellationToken: cancellationToken);
        }
        catch (ServiceBusException error)
        {
            throw new HostStartException(
                $"'{receiver.EntityPath}' of Service Bus could not be opened: start Azurite (./run does), or correct the "
                    + "connection strings.",
                error
            );
        }

        receiving = Task.Run(ReceiveUntilStoppedAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await receiving;
        await gate.DrainAsync(cancellationToken);
    }

    public void Dispose()
    {
        gate.Dispose();
        stopping.Dispose();
        free.Dispose();
    }

    private async Task ReceiveUntilStoppedAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await ReceiveAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while waiting.
        }
    }

    private async Task ReceiveAsync()
    {
        await free.WaitAsync(stopping.Token);
        var places = 1;
        while (free.Wait(0, CancellationToken.None))
        {
            places++;
        }

        try
        {
            foreach (var message in await receiver.ReceiveMessagesAsync(places, cancellationToken: stopping.Token))
            {
                gate.TryEnter();
                places--;
                _ = Task.Run(() => HandleAsync(message), CancellationToken.None);
            }
        }
        catch (ServiceBusException error)
        {
            logger.LogWarning(
                "{Entity} of {Function} could not be received from: {Reason}",
                receiver.EntityPath,
                function.Name,
                error.Message
            );
            await Task.Delay(PauseAfterFailure, stopping.Token);
        }
        finally
        {
            if (places > 0)
            {
                free.Release(places);
            }
        }
    }

    private async Task HandleAsync(ServiceBusReceivedMessage message)
    {
        try
        {
            // Received while the stop came: give it back for another host.
            await (
                stopping.IsCancellationRequested
                    ? receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None)
                    : run.RunAsync(message, gate.GivenUp)
            );
        }
        catch (ServiceBusException error)
        {
            // The message comes again once its lock ends; functions may run twice.
            logger.LogWarning(
                "Message {MessageId} of {Entity} could not be settled: {Reason}",
                message.MessageId,
                receiver.EntityPath,
                error.Message
            );
        }
        finally
        {
            free.Release();
            gate.Exit();
        }
    }
}
