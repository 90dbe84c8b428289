namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>The methods that an endpoint answers; none means all.</summary>
internal sealed record HttpFunctionMethods(IReadOnlyList<string> Methods)
{
    public bool Accept(string method) =>
        Methods.Count == 0 || Methods.Contains(method, StringComparer.OrdinalIgnoreCase);
}
