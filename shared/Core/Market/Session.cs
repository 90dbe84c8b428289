namespace AgentTrader.Core.Market;

/// <summary>One trading day of the exchange.</summary>
/// <param name="Index">Counts the calendar's sessions from 0: neighbours differ by 1, whatever lies between them.</param>
/// <param name="Date">The day in New York.</param>
/// <param name="Open">09:30 in New York.</param>
/// <param name="Close">16:00 in New York, 13:00 on half days; the first instant after the session.</param>
public readonly record struct Session(int Index, DateOnly Date, DateTimeOffset Open, DateTimeOffset Close)
{
    public TimeSpan Length => Close - Open;

    public bool IsHalfDay => Length < TimeSpan.FromHours(6);

    public bool Contains(DateTimeOffset at) => at >= Open && at < Close;
}
