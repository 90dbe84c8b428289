namespace AgentTrader.Services.Market;

/// <summary>The settings <c>Market__…</c>.</summary>
public sealed record MarketOptions
{
    public const string Section = "Market";
    public const string Synthetic = "synthetic";

    /// <summary><see cref="Synthetic"/>, or a folder of recorded bars.</summary>
    public string Source { get; init; } = Synthetic;

    /// <summary>Whether market time is made by <see cref="MarketClock"/>; otherwise it is the wall clock's.</summary>
    public bool Simulated { get; init; } = true;

    /// <summary>Market seconds in a wall second, 1 to 100,000.</summary>
    public int Speed { get; init; } = 1;

    /// <summary>The first day of simulated time; by default the data chooses.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Of the synthetic market.</summary>
    public long Seed { get; init; } = 1;
}
