namespace AgentTrader.Core;

/// <summary>One field that a rule refuses.</summary>
/// <param name="Field">The field's path as the API writes it, such as <c>tradingHours.start</c>.</param>
/// <param name="Sentence">What is wrong and what would be right.</param>
/// <param name="OverLimit">The value is well-formed but above a limit of the product (document 1 answers 422, not 400).</param>
public sealed record FieldError(string Field, string Sentence, bool OverLimit = false);
