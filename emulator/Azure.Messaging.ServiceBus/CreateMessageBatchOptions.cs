namespace Azure.Messaging.ServiceBus;

/// <summary>How large a batch may become.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>In bytes; the service's maximum of 262,144 when null.</summary>
    public long? MaxSizeInBytes { get; set; }
}
