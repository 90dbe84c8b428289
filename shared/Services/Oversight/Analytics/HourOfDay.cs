namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>The requests that were made in one hour of the day, whichever day.</summary>
/// <param name="Hour">0 to 23, UTC.</param>
/// <param name="AvgWait">Seconds until they were decided or expired.</param>
public sealed record HourOfDay(int Hour, int Requests, int Expired, double AvgWait);
