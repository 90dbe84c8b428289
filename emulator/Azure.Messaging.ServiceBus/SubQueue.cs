namespace Azure.Messaging.ServiceBus;

/// <summary>Which of an entity's queues to receive from.</summary>
public enum SubQueue
{
    None = 0,
    DeadLetter = 1,
}
