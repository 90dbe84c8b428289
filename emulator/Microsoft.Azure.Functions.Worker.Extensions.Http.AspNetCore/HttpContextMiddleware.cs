using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>Shows the HTTP context to the steps inside it, and makes the response of what the function returned.</summary>
internal sealed class HttpContextMiddleware : IFunctionsWorkerMiddleware
{
    // Official: Constants.HttpContextKey; apps are known to look it up by this text.
    public const string ItemsKey = "HttpRequestContext";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.Features.Get<TriggerInput>()?.Value is not HttpContext http)
        {
            await next(context);
            return;
        }

        context.Items.Add(ItemsKey, http);
        context.Features.Set<IParameterBinder>(new HttpParameterBinder(http, context));
        await next(context);
        var result = context.GetInvocationResult().Value;
        await RespondAsync(http, MarkedResult(result) ?? result);
    }

    // Official: what is none of these, a text or an object of the app's own, leaves 200 with an empty body.
    private static Task RespondAsync(HttpContext http, object? result) =>
        result switch
        {
            IActionResult action => action.ExecuteResultAsync(
                new ActionContext(http, http.GetRouteData(), new ActionDescriptor())
            ),
            IResult plain => plain.ExecuteAsync(http),
            _ => Task.CompletedTask,
        };

    private static object? MarkedResult(object? result) =>
        result
            ?.GetType()
            .GetProperties()
            .FirstOrDefault(property => property.IsDefined(typeof(HttpResultAttribute)))
            ?.GetValue(result);
}
