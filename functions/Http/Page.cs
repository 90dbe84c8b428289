namespace AgentTrader.Functions.Http;

/// <summary>One page of a list. Its token goes into <c>pageToken</c> for the page after; null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken);
