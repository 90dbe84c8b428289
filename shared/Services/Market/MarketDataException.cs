namespace AgentTrader.Services.Market;

/// <summary>The market cannot be set up as asked. The message is one sentence for the person who started it.</summary>
public sealed class MarketDataException(string message) : Exception(message);
