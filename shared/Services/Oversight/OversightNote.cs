namespace AgentTrader.Services.Oversight;

/// <summary>A question about a request, or an answer to one.</summary>
/// <param name="NoteId">Derived from the operation that made it, so that a repeated one adds nothing.</param>
/// <param name="UserId">Who said it.</param>
/// <param name="Name">The name to show.</param>
/// <param name="At">Wall time.</param>
/// <param name="Text">What was said, as it was typed: escape it wherever it is shown.</param>
public sealed record OversightNote(string NoteId, string UserId, string Name, DateTimeOffset At, string Text);
