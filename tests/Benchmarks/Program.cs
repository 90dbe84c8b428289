using AgentTrader.Benchmarks;
using AgentTrader.Benchmarks.Replaying;
using AgentTrader.Benchmarks.Soaking;

// In the order in which a plain ./bench runs them. A new section is a line here, and a line in the help of ./bench.
Section[] sections =
[
    new("start", StartToReady.RunAsync),
    new("engine", EngineReplay.RunAsync),
    new("trade", CommittedTrade.RunAsync),
    new("endpoints", Endpoints.RunAsync),
    new("decisions", DecisionToFill.RunAsync),
    new("triggers", TriggerEvaluation.RunAsync),
    new("approvals", Approvals.RunAsync),
    new("timers", DurableTimers.RunAsync),
    new("storage", StorageOperations.RunAsync, OnlyWhenNamed: true),
    new("soak", Soak.RunAsync, Soak.OptionNames),
    new("fuzz", FuzzCommand.RunAsync, FuzzCommand.OptionNames, OnlyWhenNamed: true),
];

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
try
{
    return args is ["floor", var port]
        ? await FloorApp.RunAsync(port)
        : await Section.RunAllAsync(sections, args, interrupted.Token);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}
