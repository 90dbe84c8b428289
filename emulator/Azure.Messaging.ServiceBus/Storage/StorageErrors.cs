namespace Azure.Messaging.ServiceBus;

/// <summary>Says what failed in storage in the words of Service Bus.</summary>
internal static class StorageErrors
{
    /// <exception cref="ServiceBusException">The storage operation failed.</exception>
    public static async Task<T> TranslateAsync<T>(string entityPath, Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        // Storage knows a lock by a receipt: a newer receiver's receipt, or no message, means that ours has gone.
        catch (RequestFailedException exception)
            when (exception.ErrorCode is "MessageNotFound" or "PopReceiptMismatch" or "InvalidQueryParameterValue")
        {
            throw LockLost(entityPath, exception);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            throw new ServiceBusException(
                $"The storage account behind the Service Bus emulator failed: {exception.GetBaseException().Message}",
                ServiceBusFailureReason.ServiceCommunicationProblem,
                entityPath,
                exception
            );
        }
    }

    public static Task TranslateAsync(string entityPath, Func<Task> operation) =>
        TranslateAsync(
            entityPath,
            async () =>
            {
                await operation();
                return true;
            }
        );

    public static ServiceBusException LockLost(string entityPath, Exception? inner = null) =>
        new(
            "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
            ServiceBusFailureReason.MessageLockLost,
            entityPath,
            inner
        );
}
