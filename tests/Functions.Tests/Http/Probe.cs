using AgentTrader.Core.Identity;

namespace AgentTrader.Functions.Tests.Http;

/// <summary>A body with a member of each kind.</summary>
public sealed record Probe(
    string Name,
    int Count,
    decimal Amount,
    ProbeMood Mood = ProbeMood.VeryGood,
    double? Ratio = null,
    DateTimeOffset? At = null,
    bool? Flag = null,
    string? Note = null,
    IReadOnlyList<string>? Symbols = null,
    ProbeHours? Hours = null,
    IReadOnlyDictionary<string, int>? Limits = null
);

public sealed record ProbeHours(string Start, string End);

public enum ProbeMood
{
    VeryGood,
    Bad,
}

public sealed record ProbeAnswer(string OperationSeed, DateTimeOffset OperationAt, int Execution, Roles Role);
