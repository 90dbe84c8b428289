using System.Globalization;
using AgentTrader.Emulator.Hosting;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>Handles one received message: keeps its lock while the function runs, then completes or abandons it.</summary>
internal sealed class MessageRun(
    FunctionDescriptor function,
    ServiceBusReceiver receiver,
    ServiceBusSettings settings,
    IFunctionInvoker invoker,
    ILogger logger
)
{
    public async Task RunAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        using var handled = new CancellationTokenSource();
        var locking = KeepLockAsync(message, handled.Token);
        var actions = new ServiceBusMessageActions(receiver);
        var succeeded = await InvokeAsync(message, actions, cancellationToken);
        await handled.CancelAsync();
        await locking;
        if (actions.Settled)
        {
            return;
        }

        if (!succeeded)
        {
            await receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
        }
        else if (settings.AutoCompleteMessages)
        {
            await receiver.CompleteMessageAsync(message, CancellationToken.None);
        }
    }

    private async Task<bool> InvokeAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var input = new TriggerInput(Value(message))
            {
                BindingData = BindingData(message, actions),
                TraceParent = message.ApplicationProperties.GetValueOrDefault("Diagnostic-Id") as string,
            };
            await invoker.InvokeAsync(function, input, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever a function throws is a failed delivery; the invoker has logged it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private object Value(ServiceBusReceivedMessage message)
    {
        var type = function.TriggerParameter.ParameterType;
        if (type == typeof(ServiceBusReceivedMessage))
        {
            return message;
        }

        if (type == typeof(BinaryData))
        {
            return message.Body;
        }

        return type == typeof(byte[]) ? message.Body.ToArray() : message.Body.ToString();
    }

    private Dictionary<string, object?> BindingData(ServiceBusReceivedMessage message, ServiceBusMessageActions actions)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["MessageId"] = message.MessageId,
            ["Subject"] = message.Subject,
            ["CorrelationId"] = message.CorrelationId,
            ["ContentType"] = message.ContentType,
            ["SessionId"] = message.SessionId,
            ["PartitionKey"] = message.PartitionKey,
            ["To"] = message.To,
            ["ReplyTo"] = message.ReplyTo,
            ["ReplyToSessionId"] = message.ReplyToSessionId,
            ["LockToken"] = message.LockToken,
            ["DeadLetterSource"] = message.DeadLetterSource,
            ["DeliveryCount"] = message.DeliveryCount.ToString(CultureInfo.InvariantCulture),
            ["SequenceNumber"] = message.SequenceNumber.ToString(CultureInfo.InvariantCulture),
            ["EnqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["EnqueuedTime"] = message.EnqueuedTime.ToString("O", CultureInfo.InvariantCulture),
            ["ExpiresAtUtc"] = message.ExpiresAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["ExpiresAt"] = message.ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
        };
        PayloadBindingData.Apply(message.Body.ToString(), data);
        foreach (var parameter in function.Method.GetParameters())
        {
            if (parameter.ParameterType == typeof(ServiceBusMessageActions))
            {
                data[parameter.Name!] = actions;
            }
        }

        return data;
    }

    /// <summary>Renews the lock whenever half of it is over, for as long as host.json allows. The service counts in real time, so this does too.</summary>
    private async Task KeepLockAsync(ServiceBusReceivedMessage message, CancellationToken stop)
    {
        var until = TimeProvider.System.GetUtcNow() + settings.MaxAutoLockRenewalDuration;
        try
        {
            while (true)
            {
                var now = TimeProvider.System.GetUtcNow();
                var pause = (message.LockedUntil - now) / 2;
                if (now + pause >= until)
                {
                    return;
                }

                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, stop);
                await receiver.RenewMessageLockAsync(message, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Handled: no lock is needed any more.
        }
        catch (ServiceBusException error)
        {
            logger.LogDebug(
                "The lock of message {MessageId} was not renewed, as when the function has settled it: {Reason}",
                message.MessageId,
                error.Message
            );
        }
    }
}
