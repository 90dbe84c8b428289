namespace Azure.Messaging.ServiceBus;

/// <summary>How a client speaks to the service; here it makes no difference.</summary>
public enum ServiceBusTransportType
{
    AmqpTcp = 0,
    AmqpWebSockets = 1,
}
