using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>The request's context; null for other triggers, and in middleware registered before <c>ConfigureFunctionsWebApplication</c>.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpContextMiddleware.ItemsKey, out var item) ? item as HttpContext : null;
}
