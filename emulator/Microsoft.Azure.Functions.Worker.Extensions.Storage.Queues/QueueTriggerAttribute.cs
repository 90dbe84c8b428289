using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Runs the function for each message of a storage queue. The parameter is a string, a <c>QueueMessage</c>, a
/// <c>BinaryData</c>, a byte array, or a class read from the message's JSON.
/// </summary>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue, with <c>%Setting%</c> replaced; made lower-case.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the connection string; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }
}
