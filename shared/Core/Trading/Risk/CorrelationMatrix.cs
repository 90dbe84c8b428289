namespace AgentTrader.Core.Trading.Risk;

/// <summary>
/// How the daily returns of symbols move together over the last 90 sessions (document 5, requirement 9.1). Correlations are
/// reckoned when they are asked for: most days nobody does.
/// </summary>
public sealed class CorrelationMatrix
{
    /// <summary>Sessions of history.</summary>
    public const int Sessions = 90;

    /// <summary>With fewer sessions a correlation would be chance. Ours.</summary>
    public const int FewestSessions = 30;

    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    private readonly double[][] returns;
    private readonly double[] lastClose;

    /// <summary>Of each symbol how many of the last returns are known without a gap.</summary>
    private readonly int[] known;
    private int next;

    /// <param name="symbols">In any order, each once.</param>
    public CorrelationMatrix(IReadOnlyList<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        for (var i = 0; i < symbols.Count; i++)
        {
            indexOf.Add(symbols[i], i);
        }

        returns = [.. symbols.Select(_ => new double[Sessions])];
        lastClose = new double[symbols.Count];
        known = new int[symbols.Count];
    }

    public IEnumerable<string> Symbols => indexOf.Keys;

    /// <summary>Takes the closes of the next session, in the order of the symbols; 0 for one that had none.</summary>
    public void Add(ReadOnlySpan<double> closes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(closes.Length, lastClose.Length, nameof(closes));
        for (var i = 0; i < closes.Length; i++)
        {
            var isKnown = closes[i] > 0 && lastClose[i] > 0;
            returns[i][next] = isKnown ? (closes[i] / lastClose[i]) - 1 : 0;
            known[i] = isKnown ? Math.Min(known[i] + 1, Sessions) : 0;
            lastClose[i] = closes[i];
        }

        next = (next + 1) % Sessions;
    }

    /// <summary>-1 to 1; NaN when one of the symbols is not known, or not for long enough.</summary>
    public double Of(string first, string second)
    {
        if (!indexOf.TryGetValue(first, out var i) || !indexOf.TryGetValue(second, out var j))
        {
            return double.NaN;
        }

        var count = Math.Min(known[i], known[j]);
        return count < FewestSessions ? double.NaN : Correlate(returns[i], returns[j], count);
    }

    private double Correlate(double[] first, double[] second, int count)
    {
        var (sumFirst, sumSecond, sumProducts, squaresFirst, squaresSecond) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var at = next;
        for (var i = 0; i < count; i++)
        {
            // Back from the newest, around the end of the ring.
            at = (at == 0 ? Sessions : at) - 1;
            var (a, b) = (first[at], second[at]);
            sumFirst += a;
            sumSecond += b;
            sumProducts += a * b;
            squaresFirst += a * a;
            squaresSecond += b * b;
        }

        var covariance = sumProducts - (sumFirst * sumSecond / count);
        var varianceFirst = squaresFirst - (sumFirst * sumFirst / count);
        var varianceSecond = squaresSecond - (sumSecond * sumSecond / count);
        // Returns are small numbers around 0, so the short formulas lose no digits that matter.
        return varianceFirst > 1e-18 && varianceSecond > 1e-18
            ? Math.Clamp(covariance / Math.Sqrt(varianceFirst * varianceSecond), -1, 1)
            : 0;
    }
}
