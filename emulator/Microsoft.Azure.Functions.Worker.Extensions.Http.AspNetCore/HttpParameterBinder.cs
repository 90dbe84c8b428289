using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>Binds the request itself and the bodies marked <see cref="FromBodyAttribute"/>.</summary>
internal sealed class HttpParameterBinder(HttpContext http, FunctionContext context) : IParameterBinder
{
    public bool Handles(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(HttpRequest)
        || parameter.ParameterType == typeof(HttpRequestData)
        || parameter.IsDefined(typeof(FromBodyAttribute));

    public async ValueTask<object?> BindAsync(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
        {
            return http.Request;
        }

        if (parameter.ParameterType == typeof(HttpRequestData))
        {
            return new AspNetCoreHttpRequestData(http.Request, context);
        }

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        return await http.Request.ReadFromJsonAsync(parameter.ParameterType, json, http.RequestAborted);
    }
}
