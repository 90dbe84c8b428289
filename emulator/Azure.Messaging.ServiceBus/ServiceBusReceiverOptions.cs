#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>What and how a receiver receives.</summary>
public class ServiceBusReceiverOptions
{
    public ServiceBusReceiveMode ReceiveMode { get; set; }

    public SubQueue SubQueue { get; set; }

    /// <summary>A name for logs; made up when null.</summary>
    public string Identifier { get; set; }
}
