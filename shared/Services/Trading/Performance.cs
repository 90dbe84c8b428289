using AgentTrader.Core.Market;
using AgentTrader.Services.Agents;

namespace AgentTrader.Services.Trading;

/// <summary>The running figures of a portfolio, updated with every point of its history.</summary>
/// <param name="Day">The market's day the figures are about.</param>
/// <param name="DayStartValue">Dollars when that day began.</param>
/// <param name="LastValue">Dollars at the last point.</param>
/// <param name="Peak">The highest value seen, in dollars.</param>
/// <param name="MaxDrawdown">The deepest fall from a peak, in percent, 0 or below.</param>
/// <param name="LastPoint">The market instant of the last point.</param>
public sealed record Performance(
    DateOnly Day,
    decimal DayStartValue,
    decimal LastValue,
    decimal Peak,
    decimal MaxDrawdown,
    DateTimeOffset LastPoint
)
{
    /// <summary>An agent's figures; before its history begins, those of a portfolio worth its budget.</summary>
    public static Performance Of(AgentState state, DateTimeOffset marketTime) =>
        state.Performance
        ?? new(
            ExchangeCalendar.DateOf(marketTime),
            state.Book.Budget,
            state.Book.Budget,
            state.Book.Budget,
            0,
            marketTime
        );

    /// <summary>The figures one point later.</summary>
    public Performance Next(decimal value, DateOnly day, DateTimeOffset at)
    {
        var peak = Math.Max(Peak, value);
        return new(
            day,
            day == Day ? DayStartValue : LastValue,
            value,
            peak,
            Math.Min(MaxDrawdown, Valuation.Percent(value - peak, peak)),
            at
        );
    }

    /// <summary>What the figures say of a value now.</summary>
    public PerformanceFigures At(decimal value, decimal budget, DateOnly day)
    {
        var next = Next(value, day, LastPoint);
        return new(
            value - budget,
            Valuation.Percent(value - budget, budget),
            value - next.DayStartValue,
            Valuation.Percent(value - next.DayStartValue, next.DayStartValue),
            next.MaxDrawdown
        );
    }
}
