using AgentTrader.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Demo;

/// <summary>The API's description of itself.</summary>
public sealed class OpenApiFunction(IReadOnlyDictionary<string, ApiFunction> functions)
{
    private readonly Lazy<ApiResult> document = new(() => ApiResult.Ok(OpenApiDocument.Create(functions.Values)));

    [Function("GetOpenApi")]
    [Api("This description, in OpenAPI 3.1.", Anonymous = true, Result = typeof(object))]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/openapi.json")] HttpRequest request
    ) => document.Value;
}
