namespace AgentTrader.Core.Market.Signals;

/// <summary>
/// What a way of reading says of a symbol. It is a state, not a moment: it lasts until the reading turns, so a step left out
/// misses nothing.
/// </summary>
/// <param name="Kind">The way of reading.</param>
/// <param name="IsBuy">Whether it says to hold the symbol; otherwise it says not to.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Since">The end of the bar since which it says so.</param>
public readonly record struct Signal(SignalKind Kind, bool IsBuy, double Confidence, DateTimeOffset Since);
