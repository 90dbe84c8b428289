namespace AgentTrader.Services.Storage;

/// <summary>A queue message that cannot be read, and why. It goes to the poison queue.</summary>
public sealed class UnreadableMessageException(string reason, Exception? inner = null) : Exception(reason, inner);
