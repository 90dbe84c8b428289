using System.Globalization;

namespace AgentTrader.Functions.Trading;

/// <summary>A percentage that is written over and over again in one line of a terminal.</summary>
public sealed class ProgressLine(TextWriter terminal) : IProgress<double>
{
    private int shown = -1;

    /// <summary>Shows a part of 1.</summary>
    public void Report(double value)
    {
        var percent = (int)(100 * value);
        if (percent != shown)
        {
            shown = percent;
            terminal.Write(string.Create(CultureInfo.InvariantCulture, $"\r{percent, 3} %"));
        }
    }

    /// <summary>Leaves the line as it was.</summary>
    public void Clear()
    {
        if (shown >= 0)
        {
            terminal.Write("\r     \r");
            shown = -1;
        }
    }
}
