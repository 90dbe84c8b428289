using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.SampleApp;

public static class QueueFunctions
{
    /// <summary>Takes so many milliseconds and says on the console which attempt it is, when it begins and when it ends.</summary>
    [Function("Work")]
    public static async Task WorkAsync([QueueTrigger("%QueueName%")] string milliseconds, int dequeueCount)
    {
        Console.WriteLine($"attempt {dequeueCount} began");
        await Task.Delay(int.Parse(milliseconds, null));
        Console.WriteLine($"attempt {dequeueCount} ended");
    }
}
