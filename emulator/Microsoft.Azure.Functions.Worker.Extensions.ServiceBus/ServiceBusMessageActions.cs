using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Lets a function settle the message it was given. A message settled here is not settled again by the host.</summary>
public class ServiceBusMessageActions
{
    private readonly ServiceBusReceiver receiver;

    internal ServiceBusMessageActions(ServiceBusReceiver receiver)
    {
        this.receiver = receiver;
    }

    /// <summary>For tests of functions, whose stand-in overrides every method.</summary>
    protected ServiceBusMessageActions()
    {
        receiver = null!;
    }

    internal bool Settled { get; private set; }

    public virtual async Task CompleteMessageAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default
    )
    {
        await receiver.CompleteMessageAsync(message, cancellationToken);
        Settled = true;
    }

    public virtual async Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default
    )
    {
        await receiver.AbandonMessageAsync(message, propertiesToModify, cancellationToken);
        Settled = true;
    }

    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default
    )
    {
        await receiver.DeadLetterMessageAsync(
            message,
            propertiesToModify,
            deadLetterReason,
            deadLetterErrorDescription,
            cancellationToken
        );
        Settled = true;
    }

    public virtual Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default
    ) => receiver.RenewMessageLockAsync(message, cancellationToken);
}
