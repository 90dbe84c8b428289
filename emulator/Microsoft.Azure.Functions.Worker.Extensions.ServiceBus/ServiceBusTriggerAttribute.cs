using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Runs the function for each message of a Service Bus queue or of a topic's subscription. The parameter is a
/// <c>ServiceBusReceivedMessage</c>, a string, a <c>BinaryData</c>, a byte array, or a class read from the message's JSON.
/// </summary>
public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute
{
    public ServiceBusTriggerAttribute(string queueName)
    {
        QueueName = queueName;
    }

    public ServiceBusTriggerAttribute(string topicName, string subscriptionName)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
    }

    /// <summary>The setting that holds the connection string; <c>ServiceBus</c> or <c>AzureWebJobsServiceBus</c> when null.</summary>
    public string? Connection { get; set; }

    /// <summary>The queue, with <c>%Setting%</c> replaced; null for a subscription.</summary>
    public string? QueueName { get; }

    /// <summary>The topic, with <c>%Setting%</c> replaced; null for a queue.</summary>
    public string? TopicName { get; }

    /// <summary>The subscription, with <c>%Setting%</c> replaced; null for a queue.</summary>
    public string? SubscriptionName { get; }

    /// <summary>Whether a message is completed when the function returns; host.json decides when this is not set.</summary>
    public bool AutoCompleteMessages { get; set; }
}
