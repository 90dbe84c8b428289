namespace AgentTrader.Services.Notifications;

/// <summary>The topic that events go through, and who listens (its name carries the instance's, as queues do).</summary>
public static class EventTopic
{
    public const string Name = "events";

    /// <summary>Shows events on open dashboards.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>Writes events into the audit log.</summary>
    public const string Audit = "audit";
}
