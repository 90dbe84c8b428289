namespace Azure.Data.Tables.Internal;

/// <summary>The query part of a request's URI.</summary>
internal static class TableQuery
{
    /// <summary>The encoded <c>$filter</c> and <c>$select</c>, without a question mark; empty when both are null.</summary>
    public static string Parameters(string? filter, IEnumerable<string>? select)
    {
        var query = Append("", "$filter", filter);
        return Append(query, "$select", select is null ? null : string.Join(",", select));
    }

    public static string Append(string query, string name, string? value) =>
        string.IsNullOrEmpty(value) ? query
        : query.Length == 0 ? $"{name}={Uri.EscapeDataString(value)}"
        : $"{query}&{name}={Uri.EscapeDataString(value)}";
}
