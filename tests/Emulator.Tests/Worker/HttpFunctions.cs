using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>The functions that the HTTP tests call.</summary>
public sealed class HttpFunctions(Recorder recorder)
{
    public enum Side
    {
        Buy,
        Sell,
    }

    public sealed record Order(string? Symbol, int Quantity, Side Side);

    public sealed record Both([property: HttpResult] IActionResult Answer, string Rest);

    [Function("Hello")]
    public static IActionResult Hello(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request,
        string name
    ) =>
        new OkObjectResult(
            new
            {
                Name = name,
                Side = Side.Sell,
                Nothing = (string?)null,
                request.Method,
            }
        );

    [Function("Unrouted")]
    public static IActionResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        new OkObjectResult(request.Method);

    [Function("Number")]
    public static IActionResult Number(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{number:int:min(1)}")] HttpRequest request,
        int number,
        decimal? factor,
        Guid? id,
        bool exact = true
    ) => new OkObjectResult($"{request.Method} {number} {factor} {id} {exact}");

    [Function("Required")]
    public static IActionResult Required(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "required")] HttpRequest request,
        int number
    ) => new OkObjectResult($"{request.Method} {number}");

    [Function("Text")]
    public static string Text(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/text")] HttpRequest request
    ) => request.Method;

    [Function("Poco")]
    public static Order Poco([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/poco")] HttpRequest request) =>
        new(request.Method, 1, Side.Buy);

    [Function("Null")]
    public static IActionResult? Null(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/null")] HttpRequest request
    ) => request.Method == "NONE" ? new OkResult() : null;

    [Function("Void")]
    public void Void([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/void")] HttpRequest request) =>
        recorder.Note(request.Method);

    [Function("Result")]
    public static IResult Result(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/result")] HttpRequest request
    ) => Results.Json(new { request.Method }, statusCode: 202);

    [Function("Marked")]
    public static Both Marked(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/marked")] HttpRequest request
    ) => new(new ObjectResult(request.Method) { StatusCode = 203 }, "rest");

    [Function("Written")]
    public static Task Written(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/written")] HttpRequest request
    )
    {
        request.HttpContext.Response.StatusCode = 418;
        return request.HttpContext.Response.WriteAsync("short and stout");
    }

    [Function("ValueTask")]
    public static async ValueTask<IActionResult> ValueTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/valuetask")] HttpRequest request
    )
    {
        await Task.Yield();
        return new OkObjectResult(request.Method);
    }

    [Function("WorkerTypes")]
    public static async Task<HttpResponseData> WorkerTypes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "results/workertypes")] HttpRequestData request
    )
    {
        var response = request.CreateResponse(HttpStatusCode.Accepted);
        response.Headers.Add("x-seen", request.Query["q"]);
        await response.WriteAsJsonAsync(new Order(await request.ReadAsStringAsync(), 1, Side.Sell));
        return response;
    }

    [Function("Body")]
    public static IActionResult Body(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request,
        [FromBody] Order order
    ) => new OkObjectResult($"{request.Method} {order}");

    [Function("TriggerPoco")]
    public static IActionResult TriggerPoco(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "triggerpoco")] Order? order
    ) => new OkObjectResult(order is null ? "null" : "bound");

    [Function("Throws")]
    public static IActionResult Throws(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "throws")] HttpRequest request
    ) => throw new InvalidOperationException($"secret of {request.Method}");

    [Function("Guarded")]
    public static IActionResult Guarded(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded")] HttpRequest request
    ) => new OkObjectResult(request.Method);

    [Function("CatchAll")]
    public static IActionResult CatchAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request,
        string? path
    ) => new OkObjectResult($"{request.Method} page '{path}'");
}
