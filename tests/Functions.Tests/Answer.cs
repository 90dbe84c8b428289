using System.Text.Json;

namespace AgentTrader.Functions.Tests;

/// <summary>What the API answered.</summary>
/// <param name="Body">The JSON; undefined when the answer had none.</param>
/// <param name="Replayed">Whether it is the kept answer of an earlier request.</param>
public sealed record Answer(int Status, JsonElement Body, string? ContentType, bool Replayed)
{
    /// <summary>A text member, for example of problem details.</summary>
    public string this[string member] => Body.GetProperty(member).GetString()!;

    public decimal Money(string member) => Body.GetProperty(member).GetDecimal();

    public override string ToString() => $"{Status} {Body}";
}
