namespace Microsoft.DurableTask;

/// <summary>How a client starts an orchestration.</summary>
public record StartOrchestrationOptions
{
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
    }

    /// <summary>Up to 256 characters, none of / \ # ? and no control character; null makes a new one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; null or an instant in the past starts at once.</summary>
    public DateTimeOffset? StartAt { get; init; }
}
