using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>A portfolio at the end of a session (document 5, requirements 14.3 and 18.4); dollars at the session's last prices.</summary>
/// <param name="Date">The session's day in New York.</param>
/// <param name="ActivePool">Cash and positions without the reserve pool.</param>
/// <param name="DailyReturn">Since the session before, a part of 1.</param>
/// <param name="CumulativeReturn">Since the agent began, a part of 1.</param>
/// <param name="Positions">With their unrealized profit.</param>
/// <param name="Metrics">Over the last 30 sessions.</param>
public sealed record DaySnapshot(
    DateOnly Date,
    decimal Value,
    decimal Cash,
    decimal ActivePool,
    decimal ReservePool,
    double DailyReturn,
    double CumulativeReturn,
    IReadOnlyList<PositionResponse> Positions,
    PerformanceMetrics Metrics
);
