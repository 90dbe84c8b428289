using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Http;

public static class HttpResponseDataExtensions
{
    public static Task WriteStringAsync(this HttpResponseData response, string value, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(value);
        return response.Body.WriteAsync((encoding ?? Encoding.UTF8).GetBytes(value)).AsTask();
    }

    /// <summary>Writes JSON with the worker's serializer: PascalCase, unlike an <c>IActionResult</c>.</summary>
    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response,
        T instance,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(response);
        var options = response.FunctionContext.InstanceServices.GetRequiredService<IOptions<WorkerOptions>>().Value;
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        return options.Serializer!.SerializeAsync(response.Body, instance, typeof(T), cancellationToken);
    }
}
