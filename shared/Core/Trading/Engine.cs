using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>
/// Decides for an agent: a pure function of what it is given, the same in live trading, in fast-forward and in a backtest
/// (DESIGN.md, section 5). A step that finds nothing new allocates nothing.
/// </summary>
public static class Engine
{
    /// <summary>After so much market time an exit whose order came to nothing is ordered again.</summary>
    internal static readonly TimeSpan ExitRetry = TimeSpan.FromMinutes(15);

    public static EngineOutput Decide(in EngineInput input)
    {
        if (
            input.Book.Status != AgentStatus.Active
            || input.Book.PendingApprovalTradeId is not null
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
        if (step.CheckBreakers())
        {
            step.HoldRecommendations();
        }
        else
        {
            step.LeavePositions();
            step.FollowRecommendations();
            if (!input.ExitsOnly)
            {
                step.Rebalance();
                step.ContinueEntries();
                step.EnterPositions();
            }
        }

        return step.Output();
    }
}
