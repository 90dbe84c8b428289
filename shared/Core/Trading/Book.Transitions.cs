using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Trading;

public sealed partial record Book
{
    /// <summary>Lets a paused agent, or one in error, trade.</summary>
    public Book Activate() =>
        Status is AgentStatus.Paused or AgentStatus.Error
            ? this with
            {
                Status = AgentStatus.Active,
                Error = null,
            }
            : throw NoWay(
                "activated",
                Status == AgentStatus.Stopped ? "a stopped agent is wound up for good" : "it trades already"
            );

    /// <summary>Stops trading and keeps the positions.</summary>
    public Book Pause() =>
        Status is AgentStatus.Active or AgentStatus.Error
            ? this with
            {
                Status = AgentStatus.Paused,
                Error = null,
            }
            : throw NoWay("paused", "only an active agent, or one in error, can be");

    /// <summary>Ends the agent for good; its positions are sold by orders of <see cref="OrderPurpose.Liquidation"/>.</summary>
    public Book Stop() =>
        Status != AgentStatus.Stopped
            ? this with
            {
                Status = AgentStatus.Stopped,
                Error = null,
            }
            : throw NoWay("stopped", "it is stopped already");

    /// <summary>Takes an active agent out of trading until a person looks.</summary>
    /// <param name="reason">One sentence for that person.</param>
    public Book Fail(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return Status == AgentStatus.Active
            ? this with
            {
                Status = AgentStatus.Error,
                Error = reason,
            }
            : throw NoWay("marked as failed", "only an active agent can be");
    }

    /// <summary>Marks a trade as waiting for a person: nothing is bought until <see cref="EndApproval"/>.</summary>
    public Book AwaitApproval(string tradeId)
    {
        ArgumentException.ThrowIfNullOrEmpty(tradeId);
        if (Status != AgentStatus.Active)
        {
            throw Refused(BookRefusalReason.NotActive, NotActiveSentence);
        }

        return PendingApprovalTradeId is null || PendingApprovalTradeId == tradeId
            ? this with
            {
                PendingApprovalTradeId = tradeId,
            }
            : throw Refused(BookRefusalReason.ApprovalPending, ApprovalPendingSentence);
    }

    /// <summary>Ends the wait of a trade that was rejected, expired or cancelled. A fill ends the wait by itself.</summary>
    public Book EndApproval(string tradeId) =>
        PendingApprovalTradeId == tradeId
            ? this with
            {
                PendingApprovalTradeId = null,
            }
            : throw Refused(BookRefusalReason.InvalidTransition, $"Trade {tradeId} is not waiting for an approval.");

    /// <summary>Notes that a person said no: the engine leaves this direction alone until then, and goes on with no entry of it.</summary>
    public Book Avoid(Avoidance avoidance)
    {
        ArgumentNullException.ThrowIfNull(avoidance);
        return this with
        {
            Engine = Engine with
            {
                Avoided = Engine
                    .Avoided.RemoveAll(each => each.Symbol == avoidance.Symbol && each.Action == avoidance.Action)
                    .Add(avoidance),
                Plans =
                    avoidance.Action == TradeAction.Buy
                        ? Engine.Plans.RemoveAll(plan => plan.Symbol == avoidance.Symbol)
                        : Engine.Plans,
            },
        };
    }

    /// <summary>Sets the levels of a position, in place of those it had.</summary>
    public Book SetStop(StopLevels stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        if (PositionIn(stop.Symbol) is null)
        {
            throw Refused(BookRefusalReason.NotEnoughShares, $"There is no position in {stop.Symbol} to protect.");
        }

        var index = IndexOfStop(stop.Symbol);
        return this with { Stops = index >= 0 ? Stops.SetItem(index, stop) : Stops.Insert(~index, stop) };
    }

    /// <summary>Notes what the engine did about a signal, in place of what it did before about that kind.</summary>
    public Book Handle(HandledSignal handled)
    {
        ArgumentNullException.ThrowIfNull(handled);
        var index = IndexOfHandled(handled.Symbol, handled.Kind);
        return this with { Handled = index >= 0 ? Handled.SetItem(index, handled) : Handled.Insert(~index, handled) };
    }

    /// <summary>Notes what the engine remembers.</summary>
    public Book Remember(EngineState engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return this with { Engine = engine };
    }

    /// <summary>Moves dollars between the reserve pool and the rest of the cash.</summary>
    /// <param name="trigger">Why.</param>
    /// <param name="amount">Dollars in whole cents into the pool, or out of it when negative.</param>
    /// <param name="at">Market time.</param>
    /// <exception cref="BookRefusedException">The pool, or the rest of the cash, holds less.</exception>
    public (Book Book, ReserveEntry Entry) MoveReserve(ReserveTrigger trigger, decimal amount, DateTimeOffset at)
    {
        if (!Money.IsWholeCents(amount) || amount > AvailableCash || -amount > ReservePool)
        {
            throw Refused(
                BookRefusalReason.InsufficientCash,
                $"The reserve pool holds {ReservePool:N2} and the rest of the cash is {AvailableCash:N2}: move at most that, in whole cents."
            );
        }

        var balance = ReservePool + amount;
        return ((this with { ReservePool = balance }).Assert(), new ReserveEntry(trigger, amount, balance, at));
    }

    /// <summary>Gives the agent another budget; the difference comes out of, or goes into, its available cash.</summary>
    /// <param name="budget">Dollars, above 0 and at most <see cref="Money.MaxBudget"/>.</param>
    /// <param name="portfolioValue">What cash and positions are worth now, in dollars (see <see cref="ValueAt"/>).</param>
    public Book ChangeBudget(decimal budget, decimal portfolioValue)
    {
        RefuseBadBudget(budget);
        var difference = budget - Budget;
        if (difference < 0 && budget < portfolioValue)
        {
            throw Refused(
                BookRefusalReason.BudgetBelowValue,
                $"The budget cannot be reduced to {budget:N2}: the portfolio is worth {portfolioValue:N2}."
            );
        }

        return AvailableCash + difference < 0
            ? throw Refused(
                BookRefusalReason.InsufficientCash,
                $"Reducing the budget takes {-difference:N2} in cash and {AvailableCash:N2} is available: sell positions first."
            )
            : (this with { Budget = budget, Cash = Cash + difference }).Assert();
    }

    private static void RefuseBadBudget(decimal budget)
    {
        if (AgentRules.ValidateBudget("budget", budget) is { } error)
        {
            throw Refused(BookRefusalReason.InvalidBudget, error.Sentence);
        }
    }

    private BookRefusedException NoWay(string change, string because) =>
        Refused(BookRefusalReason.InvalidTransition, $"The agent is {Word(Status)} and cannot be {change}: {because}.");

    private static string Word(AgentStatus status) =>
        status switch
        {
            AgentStatus.Active => "active",
            AgentStatus.Paused => "paused",
            AgentStatus.Stopped => "stopped",
            _ => "in error",
        };
}
