using System.Text.Json.Serialization;

namespace AgentTrader.Functions.Http;

/// <summary>Problem details on the wire: the members of RFC 9457, the correlation id, and the failing fields by their path.</summary>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string CorrelationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, string[]>? Errors = null
);
