// The name reaches users as the failure's type, so it is the official one.
namespace DurableTask.Core.Exceptions;

/// <summary>The orchestrator's code no longer asks for what its history says it asked for.</summary>
internal sealed class NonDeterministicOrchestrationException(string details)
    : Exception("Non-Deterministic workflow detected: " + details);
