using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.SampleApp;

public static class WebFunctions
{
    /// <summary>Answers after so many milliseconds, and says on the console that it began.</summary>
    [Function("Wait")]
    public static async Task<IActionResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{milliseconds:int}")] HttpRequest request,
        int milliseconds
    )
    {
        Console.WriteLine("waiting");
        await Task.Delay(milliseconds);
        return new OkObjectResult($"{request.Method} waited");
    }
}
