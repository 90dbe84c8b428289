namespace AgentTrader.Functions.Http;

/// <summary>One page of a list.</summary>
/// <param name="NextPageToken">Goes into <c>pageToken</c> for the page after; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken);
