namespace AgentTrader.Core.Market;

/// <summary>The first, highest, lowest and last value of a stretch of a path; made to be filled in order.</summary>
internal struct PathExtent
{
    private bool any;

    public double First { get; private set; }

    public double High { get; private set; }

    public double Low { get; private set; }

    public double Last { get; private set; }

    public void Add(double value)
    {
        if (!any)
        {
            (First, High, Low, any) = (value, value, value, true);
        }

        High = value > High ? value : High;
        Low = value < Low ? value : Low;
        Last = value;
    }
}
