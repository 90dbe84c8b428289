using AgentTrader.Core.Market;

namespace AgentTrader.Core.Oversight;

/// <summary>
/// How far a symbol's last bars reach, in times of the bars before them: 1 is usual. The document says "unusual volatility"
/// and no more; the measure and its lengths are ours.
/// </summary>
public static class UnusualRange
{
    /// <summary>The bars that are judged.</summary>
    public const int Recent = 14;

    /// <summary>All the bars that are looked at.</summary>
    public const int Bars = 114;

    /// <summary>With fewer bars to compare with, the ratio would be chance.</summary>
    private const int FewestBefore = 28;

    /// <summary>The mean true range of the last 14 bars over that of the bars before; null when too few bars are known.</summary>
    /// <param name="bars">Oldest first; of one interval.</param>
    public static double? Of(ReadOnlySpan<Bar> bars)
    {
        var before = bars.Length - Recent;
        if (before < FewestBefore)
        {
            return null;
        }

        var (usual, recent) = (0.0, 0.0);
        for (var i = 1; i < bars.Length; i++)
        {
            // As a part of the price, so that a bar of years ago counts as much as one of today.
            var last = bars[i - 1].Close;
            var range = (Math.Max(bars[i].High, last) - Math.Min(bars[i].Low, last)) / last;
            (usual, recent) = i < before ? (usual + range, recent) : (usual, recent + range);
        }

        return usual > 0 ? Math.Round(recent / Recent / (usual / (before - 1)), 4) : null;
    }
}
