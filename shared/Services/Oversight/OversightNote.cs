using AgentTrader.Core;
using AgentTrader.Services.Identity;

namespace AgentTrader.Services.Oversight;

/// <summary>A question about a request, or an answer to one.</summary>
/// <param name="NoteId">Derived from the operation that made it, so that a repeated one adds nothing.</param>
/// <param name="UserId">Who said it.</param>
/// <param name="Name">The name to show.</param>
/// <param name="At">Wall time.</param>
/// <param name="Text">What was said, as it was typed: escape it wherever it is shown.</param>
/// <param name="IsAnswer">The agent's people answer an approver's question.</param>
public sealed record OversightNote(
    string NoteId,
    string UserId,
    string Name,
    DateTimeOffset At,
    string Text,
    bool IsAnswer = false
)
{
    public static string IdFor(Operation operation) => EntityId.Derive("not", operation.At, operation.Seed);
}
