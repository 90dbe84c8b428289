using System.Text.Json;

namespace AgentTrader.Services.Notifications;

/// <summary>What a dashboard receives (spec/1 section 5.4).</summary>
public sealed record DashboardMessage(string Type, string AgentId, DateTimeOffset Timestamp, JsonElement Data);
