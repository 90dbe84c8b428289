namespace AgentTrader.Emulator.Durable;

/// <summary>An activity to run for one task of an execution. The input is JSON, or a reference to the blob that holds it.</summary>
internal sealed record ActivityMessage(string InstanceId, string ExecutionId, int TaskId, string Name, string? Input);
