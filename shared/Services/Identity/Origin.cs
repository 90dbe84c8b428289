namespace AgentTrader.Services.Identity;

/// <summary>Where a request came from, as the audit log keeps it.</summary>
/// <param name="Address">The client's IP address; "unknown" when there is none.</param>
/// <param name="UserAgent">As the client says, cut at 256 characters.</param>
/// <param name="CorrelationId">Ties the request, its log lines, its events and its audit entries together.</param>
public sealed record Origin(string Address, string UserAgent, string CorrelationId);
