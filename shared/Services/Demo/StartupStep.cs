namespace AgentTrader.Services.Demo;

/// <summary>
/// Something that must have been done once before the instance is ready, such as making its tables or seeding its users. Steps
/// run in the order in which they were added; one that fails is tried again. It may run on several hosts at once.
/// </summary>
/// <param name="Name">What is done, in a few words, for <c>/ready</c> and the log.</param>
/// <param name="RunAsync">Does it; doing it again changes nothing.</param>
public sealed record StartupStep(string Name, Func<IServiceProvider, CancellationToken, Task> RunAsync);
