using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Sends one message to each of some REST paths.</summary>
internal sealed class RestClientProxy(RestApi api, string[] paths, IReadOnlyList<string> excluded) : ISingleClientProxy
{
    public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        return Task.WhenAll(
            paths.Select(path => api.SendMessageAsync(path, method, args, excluded, cancellationToken))
        );
    }

    public Task<T> InvokeCoreAsync<T>(string method, object?[] args, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The service's REST API cannot wait for a client's result; use SendAsync.");
}
