namespace AgentTrader.Core.Market.Indicators;

/// <summary>The last values of a series, in a ring that is never reallocated.</summary>
internal sealed class RollingWindow
{
    private readonly double[] values;
    private int next;

    public RollingWindow(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        values = new double[length];
    }

    public int Length => values.Length;

    public bool IsFull { get; private set; }

    /// <summary>The values in no particular order; while the window is not full, zeros among them.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Whether the last value went to the ring's end: the moment to add running sums up anew.</summary>
    public bool HasWrapped => next == 0;

    /// <summary>The oldest value of a full window.</summary>
    public double Oldest => values[next];

    public double Newest => values[(next == 0 ? values.Length : next) - 1];

    /// <summary>Adds a value and returns the one that leaves the window, or 0 while it is not full.</summary>
    public double Add(double value)
    {
        var leaving = values[next];
        values[next] = value;
        next++;
        if (next == values.Length)
        {
            next = 0;
            IsFull = true;
        }

        return leaving;
    }
}
