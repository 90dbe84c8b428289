using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading.Signals;

/// <summary>
/// The last thing that an agent did about one kind of signal of a symbol, so that a signal that lasts for many bars leads to one trade
/// and to one record for each reason to let it pass (document 5, requirement 1.5).
/// </summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Kind">The kind of signal.</param>
/// <param name="Action">What the signal says.</param>
/// <param name="SignalAt">The end of the bar that began the signal.</param>
/// <param name="Confidence">Of the signal, 0 to 1.</param>
/// <param name="At">When, by market time.</param>
/// <param name="SkipReason">Why it was let pass; null when the engine acted.</param>
public sealed record HandledSignal(
    string Symbol,
    SignalKind Kind,
    TradeAction Action,
    DateTimeOffset SignalAt,
    double Confidence,
    DateTimeOffset At,
    SkipReason? SkipReason = null
);
