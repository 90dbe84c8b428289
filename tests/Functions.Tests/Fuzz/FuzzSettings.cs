namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Settings of a host that is fuzzed.</summary>
internal static class FuzzSettings
{
    public static Dictionary<string, string> Quick { get; } =
        new()
        {
            // A message that cannot be read is tried five times: without a pause between, so that a run ends.
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:00",
            // The agents are to keep the cash that the fuzzer trades with; its messages wake them.
            ["DecisionLoopSchedule"] = "0 0 0 1 1 *",
        };
}
