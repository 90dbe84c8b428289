namespace AgentTrader.Core.Trading;

/// <summary>Something that happened in a step.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Market time.</param>
/// <param name="Sentence">In words, with the figures.</param>
public sealed record EngineEvent(EngineEventKind Kind, DateTimeOffset At, string Sentence);
