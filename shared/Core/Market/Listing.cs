namespace AgentTrader.Core.Market;

/// <summary>A share's character.</summary>
/// <param name="Symbol">The share.</param>
/// <param name="Sector">What it moves with, beside the whole market.</param>
/// <param name="Price">Dollars on <see cref="SyntheticMarket.BaseDate"/>.</param>
/// <param name="Volatility">Standard deviation of a day's logarithmic return.</param>
/// <param name="Volume">Shares traded on a usual day.</param>
internal sealed record Listing(string Symbol, string Sector, double Price, double Volatility, long Volume);
