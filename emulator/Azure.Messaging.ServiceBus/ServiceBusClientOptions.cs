#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>How a client behaves.</summary>
public class ServiceBusClientOptions
{
    public ServiceBusTransportType TransportType { get; set; }

    /// <summary>A name for logs; made up when null.</summary>
    public string Identifier { get; set; }
}
