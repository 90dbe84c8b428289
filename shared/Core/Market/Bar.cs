namespace AgentTrader.Core.Market;

/// <summary>The prices of a span of time, in dollars a share.</summary>
/// <param name="Start">First instant.</param>
/// <param name="End">First instant after: from here on the bar is known.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares traded.</param>
public readonly record struct Bar(
    DateTimeOffset Start,
    DateTimeOffset End,
    double Open,
    double High,
    double Low,
    double Close,
    long Volume
);
