using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>The long lists of a completed backtest.</summary>
/// <param name="Trades">Sales, oldest first.</param>
/// <param name="EquityCurve">At most <see cref="MaxPoints"/> points, one a session where there are no more.</param>
public sealed record BacktestLists(IReadOnlyList<BacktestSale> Trades, IReadOnlyList<EquityPoint> EquityCurve)
{
    public const int MaxPoints = 1000;

    public static BacktestLists Of(BacktestResult result) =>
        new([.. result.Trades.Select(BacktestSale.Of)], Thin(result.EquityCurve));

    /// <summary>Evenly, with the first and the last point.</summary>
    internal static IReadOnlyList<EquityPoint> Thin(IReadOnlyList<EquityPoint> curve) =>
        curve.Count <= MaxPoints
            ? curve
            :
            [
                .. Enumerable
                    .Range(0, MaxPoints)
                    .Select(place => curve[(int)((long)place * (curve.Count - 1) / (MaxPoints - 1))]),
            ];
}
