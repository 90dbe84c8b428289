namespace Azure.Messaging.ServiceBus;

/// <summary>Whether a message waits to be received, was put aside, or is to appear later.</summary>
public enum ServiceBusMessageState
{
    Active = 0,
    Deferred = 1,
    Scheduled = 2,
}
