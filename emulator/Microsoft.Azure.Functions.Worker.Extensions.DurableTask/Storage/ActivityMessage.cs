using System.Text.Json.Serialization;

namespace AgentTrader.Emulator.Durable;

/// <summary>An activity to run for one task of an execution. The input is JSON, or a reference to the blob that holds it.</summary>
internal sealed record ActivityMessage(
    [property: JsonRequired] string InstanceId,
    [property: JsonRequired] string ExecutionId,
    int TaskId,
    [property: JsonRequired] string Name,
    string? Input
);
