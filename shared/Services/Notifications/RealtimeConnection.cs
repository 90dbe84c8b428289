namespace AgentTrader.Services.Notifications;

/// <summary>What a SignalR client needs to connect.</summary>
public sealed record RealtimeConnection(string Url, string AccessToken);
