using System.Globalization;
using AgentTrader.Emulator.Hosting;
using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>Handles one received message: keeps it hidden while the function runs, then deletes, releases or poisons it.</summary>
internal sealed class MessageRun(
    FunctionDescriptor function,
    TriggerQueue queue,
    QueueSettings settings,
    IFunctionInvoker invoker,
    ILogger logger
)
{
    public async Task RunAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        // A host that was killed while it handled the message left no failure, only the count.
        if (message.DequeueCount > settings.MaxDequeueCount && queue.HasPoison)
        {
            await PoisonAsync(message, message.PopReceipt, "it was taken too often and never finished");
            return;
        }

        if (TryDecode(message) is not { } body)
        {
            await PoisonAsync(message, message.PopReceipt, "it is not base64, which host.json says messages are");
            return;
        }

        using var handled = new CancellationTokenSource();
        var hiding = KeepHiddenAsync(message, handled.Token);
        var error = await InvokeAsync(message, body, cancellationToken);
        await handled.CancelAsync();
        var popReceipt = await hiding;
        await (
            error is null ? queue.DeleteAsync(message.MessageId, popReceipt) : FailAsync(message, popReceipt, error)
        );
    }

    private BinaryData? TryDecode(QueueMessage message)
    {
        try
        {
            return queue.Decode(message);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<Exception?> InvokeAsync(
        QueueMessage message,
        BinaryData body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var input = new TriggerInput(Value(message, body)) { BindingData = BindingData(message, body.ToString()) };
            await invoker.InvokeAsync(function, input, cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // Whatever a function throws is a failed attempt; the invoker has logged it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    private object Value(QueueMessage message, BinaryData body)
    {
        var type = function.TriggerParameter.ParameterType;
        if (type == typeof(QueueMessage))
        {
            return QueuesModelFactory.QueueMessage(
                message.MessageId,
                message.PopReceipt,
                body,
                message.DequeueCount,
                message.NextVisibleOn,
                message.InsertedOn,
                message.ExpiresOn
            );
        }

        if (type == typeof(BinaryData))
        {
            return body;
        }

        return type == typeof(byte[]) ? body.ToArray() : body.ToString();
    }

    private static Dictionary<string, object?> BindingData(QueueMessage message, string text)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = text,
            ["Id"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["InsertionTime"] = message.InsertedOn?.ToString("O", CultureInfo.InvariantCulture),
            ["ExpirationTime"] = message.ExpiresOn?.ToString("O", CultureInfo.InvariantCulture),
            ["NextVisibleTime"] = message.NextVisibleOn?.ToString("O", CultureInfo.InvariantCulture),
        };
        PayloadBindingData.Apply(text, data);
        return data;
    }

    /// <summary>Renews the hiding until told to stop; returns the last pop receipt. Storage counts in real time, so this does too.</summary>
    private async Task<string> KeepHiddenAsync(QueueMessage message, CancellationToken stop)
    {
        var popReceipt = message.PopReceipt;
        using var timer = new PeriodicTimer(settings.HandlingTime / 2);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                popReceipt = await queue.HideAsync(message.MessageId, popReceipt, settings.HandlingTime);
            }
        }
        catch (OperationCanceledException)
        {
            // Handled: the receipt is good as it is.
        }
        catch (RequestFailedException error)
        {
            logger.LogWarning(
                "Message {MessageId} of {Queue} could not be kept hidden ({ErrorCode}); another host may run it again.",
                message.MessageId,
                queue.Name,
                error.ErrorCode
            );
        }

        return popReceipt;
    }

    private Task FailAsync(QueueMessage message, string popReceipt, Exception error) =>
        message.DequeueCount >= settings.MaxDequeueCount && queue.HasPoison
            ? PoisonAsync(message, popReceipt, error.Message)
            : queue.HideAsync(message.MessageId, popReceipt, settings.VisibilityTimeout);

    private async Task PoisonAsync(QueueMessage message, string popReceipt, string reason)
    {
        await queue.MoveToPoisonAsync(message, popReceipt);
        logger.LogWarning(
            "Message {MessageId} of {Queue} moved to {Queue}-poison after {DequeueCount} attempts: {Reason}",
            message.MessageId,
            queue.Name,
            queue.Name,
            message.DequeueCount,
            reason
        );
    }
}
