namespace AgentTrader.Core.Trading.Steps;

/// <summary>When a step looks for something new.</summary>
internal ref partial struct EngineStep
{
    /// <summary>Every driver steps once a minute at the most, so that what is to be done so often needs no counting.</summary>
    private static readonly TimeSpan EveryStep = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Settles whether this step looks for something new (requirement 1.1), and for micro-trades (20.1): the first one in each
    /// interval of the session does. What is held is seen to in every step.
    /// </summary>
    public void Poll()
    {
        IsPoll = IsDue(Config.PollingInterval, Book.Engine.PolledAt);
        IsMicroPoll =
            Config.MicroEnabled && AreBarsShort() && IsDue(Config.MicroPollingInterval, Book.Engine.MicroPolledAt);
        if (IsPoll && Config.PollingInterval > EveryStep)
        {
            Remember(Book.Engine with { PolledAt = Now });
        }

        if (IsMicroPoll && Config.MicroPollingInterval > EveryStep)
        {
            Remember(Book.Engine with { MicroPolledAt = Now });
        }
    }

    /// <summary>Whether there is anything to read for micro-trades: without it a look would only be noted.</summary>
    private readonly bool AreBarsShort()
    {
        foreach (ref readonly var view in symbols)
        {
            if (HasShortBars(view))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasShortBars(in SymbolView view) =>
        view.Features.Last.End - view.Features.Last.Start <= TimeSpan.FromMinutes(15);

    private readonly bool IsDue(TimeSpan interval, DateTimeOffset? last)
    {
        if (interval <= EveryStep)
        {
            return true;
        }

        var begun = Session.Open + ((Now - Session.Open).Ticks / interval.Ticks * interval);
        return !(last >= begun);
    }
}
