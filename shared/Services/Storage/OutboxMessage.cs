namespace AgentTrader.Services.Storage;

/// <summary>
/// A message that a transaction in an agent's partition promises to send. Its row commits with the change that it speaks
/// of, and goes once the message is sent; a message may therefore be sent twice and is never lost.
/// </summary>
/// <param name="Id">Unique in the agent's partition and derived from the change, so that a repeated change repeats it.</param>
/// <param name="Queue">The storage queue to send to, or null for the event topic.</param>
/// <param name="Body">JSON.</param>
public sealed record OutboxMessage(string Id, string? Queue, string Body);
