namespace AgentTrader.Emulator.Durable;

/// <summary>How an orchestration that continues as new begins again.</summary>
/// <param name="Input">JSON.</param>
/// <param name="CarriedOver">Raised events that it did not read.</param>
internal sealed record NextExecution(string? Input, IReadOnlyList<HistoryEvent> CarriedOver);
