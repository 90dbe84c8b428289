namespace AgentTrader.Services.Trading;

/// <summary>What the orchestration of an entry in several steps is about.</summary>
/// <param name="AgentId">Who enters.</param>
/// <param name="DecisionId">The decision that all steps belong to.</param>
public sealed record EntryStepsInput(string AgentId, string DecisionId);
