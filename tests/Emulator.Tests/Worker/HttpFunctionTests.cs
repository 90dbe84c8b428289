using System.Net;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class HttpFunctionTests
{
    [Fact]
    public async Task Answers_a_get_with_the_result_of_the_function()
    {
        await using var app = await FunctionApp.StartAsync(new FunctionTypes(typeof(Hello)));
        var answer = await app.Http.GetAsync("/api/hello/Ada");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"name":"Ada","nothing":null}""", await answer.Content.ReadAsStringAsync());
    }

    public static class Hello
    {
        [Function("Hello")]
        public static IActionResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request,
            string name
        ) => new OkObjectResult(new { Name = name, Nothing = (string?)null });
    }
}
