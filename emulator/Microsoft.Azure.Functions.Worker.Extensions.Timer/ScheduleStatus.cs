namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is recorded of a schedule; instants are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the function ran last; <c>default</c> when it never did.</summary>
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
