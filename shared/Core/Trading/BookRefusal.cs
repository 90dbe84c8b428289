namespace AgentTrader.Core.Trading;

/// <summary>A book's no.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="Sentence">For people: what is wrong and what to do.</param>
public sealed record BookRefusal(BookRefusalReason Reason, string Sentence);
