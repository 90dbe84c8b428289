using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>The section <c>extensions:queues</c> of host.json; the defaults are the official ones.</summary>
internal sealed record QueueSettings(
    int BatchSize,
    int NewBatchThreshold,
    int MaxDequeueCount,
    TimeSpan VisibilityTimeout,
    TimeSpan MaxPollingInterval,
    bool Base64
)
{
    /// <summary>
    /// How long a message that is being handled stays hidden between renewals: what another host waits for when this one is
    /// killed. Official: 10 minutes, which a laptop's demo cannot wait for.
    /// </summary>
    public TimeSpan HandlingTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="HostStartException">A value is out of its range.</exception>
    public static QueueSettings Read(IConfigurationSection section)
    {
        var batchSize = section.GetValue("batchSize", 16);
        var settings = new QueueSettings(
            batchSize,
            section.GetValue("newBatchThreshold", batchSize / 2),
            section.GetValue("maxDequeueCount", 5),
            section.GetValue("visibilityTimeout", TimeSpan.Zero),
            section.GetValue("maxPollingInterval", TimeSpan.FromMinutes(1)),
            !string.Equals(section["messageEncoding"], "none", StringComparison.OrdinalIgnoreCase)
        );
        return settings switch
        {
            { BatchSize: < 1 or > 32 } => throw Refuse("batchSize", "between 1 and 32"),
            { NewBatchThreshold: < 0 } => throw Refuse("newBatchThreshold", "0 or more"),
            { MaxDequeueCount: < 1 } => throw Refuse("maxDequeueCount", "1 or more"),
            _ when settings.VisibilityTimeout < TimeSpan.Zero => throw Refuse("visibilityTimeout", "zero or more"),
            _ when settings.MaxPollingInterval < PollingDelay.Minimum => throw Refuse(
                "maxPollingInterval",
                "100 ms or more"
            ),
            _ => settings,
        };
    }

    private static HostStartException Refuse(string name, string range) =>
        new($"host.json: extensions.queues.{name} must be {range}. Correct it.");
}
