namespace AgentTrader.Services.Oversight;

/// <summary>The body of <c>POST /oversight/requests/{requestId}/answers</c>.</summary>
/// <param name="Text">What the approvers who asked should know, 1 to 1,000 characters.</param>
public sealed record AnswerRequest(string Text);
