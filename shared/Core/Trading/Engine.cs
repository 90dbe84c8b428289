using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>
/// Decides for an agent: a pure function of what it is given, the same in live trading, in fast-forward and in a backtest
/// (docs/architecture.md). A step that finds nothing new allocates nothing.
/// </summary>
public static class Engine
{
    /// <summary>After so much market time an order that changed nothing has come to nothing, and may be made again.</summary>
    internal static readonly TimeSpan OrderPatience = TimeSpan.FromMinutes(15);

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
        if (step.IsHalted)
        {
            step.HoldRecommendations();
        }
        else
        {
            step.LeavePositions();
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

        // With a breaker open this only notes what is let pass because of it.
        step.EnterPositions();

        return step.Output();
    }
}
