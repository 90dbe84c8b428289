using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading;

/// <summary>
/// Decides for an agent: a pure function of what it is given, the same in live trading, in fast-forward and in a backtest
/// (docs/architecture.md). A step that finds nothing new allocates nothing.
/// </summary>
public static class Engine
{
    /// <summary>After so much market time an order that changed nothing has come to nothing, and may be made again.</summary>
    internal static readonly TimeSpan OrderPatience = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The session of a book that is over at an instant and not judged yet: <see cref="EndSession"/> is due for its close. Null
    /// when there is none.
    /// </summary>
    public static Session? SessionToEnd(Book book, EngineConfig config, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(config);
        return
            book.Status == AgentStatus.Active
            && config.Enabled
            && book.Engine.Day is { } day
            && book.Engine.JudgedOn != day
            && ExchangeCalendar.SessionOnOrAfter(day) is var session
            && session.Close <= at
            ? session
            : null;
    }

    /// <summary>
    /// Judges the risk tier by what a session closed on (document 5, requirement 5.2); the next one goes by it. Of the symbols
    /// only the prices of what is held are looked at.
    /// </summary>
    /// <param name="input">What is known at the close of the session that <see cref="SessionToEnd"/> gives.</param>
    public static EngineOutput EndSession(in EngineInput input)
    {
        var step = new EngineStep(input, stackalloc int[input.Book.Positions.Length]);
        step.EndDay();
        return step.Output();
    }

    public static EngineOutput Decide(in EngineInput input)
    {
        if (
            input.Book.Status != AgentStatus.Active
            || !input.Config.Enabled
            || !ExchangeCalendar.IsOpen(input.MarketTime)
        )
        {
            return new EngineOutput(input.Book, true, [], [], [], [], []);
        }

        var step = new EngineStep(input, stackalloc int[input.Book.Positions.Length]);
        step.BeginDay();
        step.SettleReserve();
        step.SetStops();
        step.CheckBreakers();
        step.Poll();
        if (!step.IsHalted)
        {
            step.LeavePositions();
        }

        if (step.IsPoll && step.IsHalted)
        {
            step.HoldRecommendations();
        }
        else if (step.IsPoll)
        {
            step.FollowRecommendations();
        }

        // While a trade waits for a person nothing is chosen, and what is held stays protected.
        if (input.Book.PendingApprovalTradeId is not null)
        {
            return step.Output();
        }

        // Stops that were hit may have opened a breaker.
        if (!step.IsHalted)
        {
            step.Rebalance();
            step.ContinueEntries();
        }

        if (step.IsPoll || step.IsMicroPoll)
        {
            // With a breaker open this only notes what is let pass because of it.
            step.EnterPositions();
        }

        return step.Output();
    }
}
