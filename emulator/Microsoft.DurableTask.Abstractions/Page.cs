namespace Microsoft.DurableTask;

/// <summary>One page of results.</summary>
public sealed class Page<T>
    where T : notnull
{
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    public IReadOnlyList<T> Values { get; }

    /// <summary>Asks for the next page; null on the last.</summary>
    public string? ContinuationToken { get; }
}
