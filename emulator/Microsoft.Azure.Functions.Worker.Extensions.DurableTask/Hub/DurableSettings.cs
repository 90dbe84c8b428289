using System.Globalization;
using System.Text.RegularExpressions;
using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace AgentTrader.Emulator.Durable;

/// <summary>The section <c>extensions:durableTask</c> of host.json, with the official names and defaults but for the visibility timeouts.</summary>
internal sealed partial record DurableSettings
{
    /// <summary>The task hub: letters and digits, 3 to 45 of them. Prefixes every table, queue and container.</summary>
    public required string Hub { get; init; }

    /// <summary>Control queues, 1 to 16. Fixed once a hub holds orchestrations.</summary>
    public int PartitionCount { get; init; } = 4;

    /// <summary>The longest wait between two looks at an empty queue.</summary>
    public TimeSpan MaxQueuePollingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a message taken by a host that died stays hidden; officially five minutes.</summary>
    public TimeSpan ControlQueueVisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc cref="ControlQueueVisibilityTimeout"/>
    public TimeSpan WorkItemQueueVisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <exception cref="HostStartException">A value is out of its range.</exception>
    public static DurableSettings Read(HostSettings host)
    {
        var section = host.Section("extensions:durableTask");
        var storage = section.GetSection("storageProvider");
        var defaults = new DurableSettings { Hub = host.Resolve(section["hubName"] ?? "TestHubName") };
        var settings = defaults with
        {
            PartitionCount = Number(storage, "partitionCount", defaults.PartitionCount),
            MaxQueuePollingInterval = Time(storage, "maxQueuePollingInterval", defaults.MaxQueuePollingInterval),
            ControlQueueVisibilityTimeout = Time(
                storage,
                "controlQueueVisibilityTimeout",
                defaults.ControlQueueVisibilityTimeout
            ),
            WorkItemQueueVisibilityTimeout = Time(
                storage,
                "workItemQueueVisibilityTimeout",
                defaults.WorkItemQueueVisibilityTimeout
            ),
            MaxConcurrentActivityFunctions = Number(
                section,
                "maxConcurrentActivityFunctions",
                defaults.MaxConcurrentActivityFunctions
            ),
            MaxConcurrentOrchestratorFunctions = Number(
                section,
                "maxConcurrentOrchestratorFunctions",
                defaults.MaxConcurrentOrchestratorFunctions
            ),
        };
        settings.Check();
        return settings;
    }

    private void Check()
    {
        if (!HubName().IsMatch(Hub))
        {
            throw new HostStartException(
                $"Task hub name '{Hub}' should contain only alphanumeric characters, start with a letter, and have length "
                    + "between 3 and 45. Correct durableTask:hubName in host.json, or the setting it names."
            );
        }

        if (PartitionCount > 16)
        {
            throw new HostStartException(
                $"durableTask:storageProvider:partitionCount is {PartitionCount} in host.json; it must be between 1 and 16."
            );
        }
    }

    private static int Number(IConfigurationSection section, string key, int otherwise) =>
        section[key] is not { } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new HostStartException(
            $"{section.Path}:{key} is '{text}' in host.json; it must be a positive whole number."
        );

    private static TimeSpan Time(IConfigurationSection section, string key, TimeSpan otherwise) =>
        section[key] is not { } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero ? value
        : throw new HostStartException(
            $"{section.Path}:{key} is '{text}' in host.json; it must be a time above zero, such as 00:00:01."
        );

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubName();
}
