namespace AgentTrader.Services.Storage;

/// <summary>What travels on a queue or the topic, and says what JSON's shape alone cannot: whether it can be ours.</summary>
public interface IQueueMessage
{
    /// <summary>
    /// What makes it none of ours, as a sentence; null as a rule. Its names go into row keys, filters and addresses, where a
    /// foreign text would fail each time it is tried.
    /// </summary>
    string? Fault();
}
