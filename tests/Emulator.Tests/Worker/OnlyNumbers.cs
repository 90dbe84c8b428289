using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>One function with a constrained route, and no catch-all beside it.</summary>
public static class OnlyNumbers
{
    [Function("Number")]
    public static IActionResult Number(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{number:int:min(1)}")] HttpRequest request,
        int number
    ) => new OkObjectResult($"{request.Method} {number}");
}
