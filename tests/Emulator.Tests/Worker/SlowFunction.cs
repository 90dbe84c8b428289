using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>Answers when the test lets it, or says that it was cancelled.</summary>
public sealed class SlowFunction(Recorder recorder, TaskCompletionSource gate)
{
    [Function("Slow")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        recorder.Note("started");
        try
        {
            await gate.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            recorder.Note("cancelled");
            throw;
        }

        return new OkObjectResult(request.Method == "GET" ? "done" : request.Method);
    }
}
