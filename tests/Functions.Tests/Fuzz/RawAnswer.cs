namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>What came back.</summary>
/// <param name="Status">0 when the server closed the connection without an answer.</param>
internal sealed record RawAnswer(int Status, string ContentType, string Body);
