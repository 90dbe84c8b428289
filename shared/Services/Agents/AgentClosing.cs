using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Services.Agents;

/// <summary>
/// Winding an agent up: stop, withdraw what waits for an approval, sell everything, delete (document 1, FR-004).
/// </summary>
public sealed class AgentClosing(
    AgentStore agents,
    AgentAccess access,
    AgentService service,
    AgentDirectory directory,
    TradeStore trades,
    ApprovalProcess approvals,
    Outbox outbox,
    Valuation valuation,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // A transaction holds 100 rows; the rest is sold by the next round.
    private const int MaxOrdersAtOnce = 40;

    /// <summary>Ends an agent's trading for good and sells its positions; does nothing to one that is stopped and empty.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<AgentResponse> StopAsync(
        Caller caller,
        string agentId,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        await CloseAsync(caller, agentId, liquidate: true, orchestrations, cancellationToken);
        return await service.GetAsync(caller, agentId, cancellationToken);
    }

    /// <summary>Stops an agent, sells its positions if asked to, and takes it out of the lists. Its rows are kept.</summary>
    /// <exception cref="ProblemException">404; 409 when trades are still being ended after ten seconds.</exception>
    public async Task<DeletedAgentResponse> DeleteAsync(
        Caller caller,
        string agentId,
        bool liquidate,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var sold = await CloseAsync(caller, agentId, liquidate, orchestrations, cancellationToken);
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            if (state.Book.PendingApprovalTradeId is not null || (liquidate && state.Book.Positions.Length > 0))
            {
                throw ProblemException.Conflict(
                    "/problems/still-closing",
                    "The agent is stopped and its last trades are still being ended: repeat the request in a few seconds."
                );
            }

            var prices = await valuation.PricesAsync(state.Book, cancellationToken);
            var deletedAt = caller.Operation.At;
            var deleted = state.Agent with { DeletedAt = deletedAt };
            var told = AgentService.Told(deleted, caller, EventTypes.AgentDeleted, "deleted", deletedAt).ToOutbox();
            var outcome = await agents.CommitAsync(
                state,
                deleted,
                state.Book,
                [Outbox.Promise(agentId, told)],
                cancellationToken
            );
            if (outcome == CommitOutcome.Committed)
            {
                await directory.SetDeletedAsync(deleted, cancellationToken);
                await outbox.RelayAsync(agentId, [told], cancellationToken);
                return new(agentId, "deleted", Valuation.ValueOf(state.Book, prices), sold, deletedAt);
            }
        }
    }

    /// <summary>Stops the agent and waits a while for the ends of its trades; what is slower ends all the same.</summary>
    private async Task<IReadOnlyList<LiquidationTrade>> CloseAsync(
        Caller caller,
        string agentId,
        bool liquidate,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var sold = await SellAsync(caller, agentId, liquidate, started, cancellationToken);
        while (
            (await access.RequireAsync(caller, agentId, cancellationToken)).Book.PendingApprovalTradeId is { } waiting
            && time.GetElapsedTime(started) < Patience
        )
        {
            await approvals.WithdrawAsync(caller, OversightRequest.IdFor(waiting), orchestrations, cancellationToken);
            await Task.Delay(Poll, time, cancellationToken);
        }

        return sold;
    }

    private async Task<IReadOnlyList<LiquidationTrade>> SellAsync(
        Caller caller,
        string agentId,
        bool liquidate,
        long started,
        CancellationToken cancellationToken
    )
    {
        var sold = new List<LiquidationTrade>();
        for (var round = 0; ; round++)
        {
            var orders = await OrderAsync(caller, agentId, liquidate, round, cancellationToken);
            await directory.SetActiveAsync(agentId, false, cancellationToken);
            if (orders.Count == 0)
            {
                return sold;
            }

            foreach (var order in orders)
            {
                if (await WaitAsync(order, started, cancellationToken) is not { Status: TradeStatus.Completed } trade)
                {
                    return sold;
                }

                var proceeds = Money.ToCents((trade.ExecutedPrice ?? 0) * trade.Quantity);
                sold.Add(new(trade.Symbol, trade.Quantity, proceeds));
            }
        }
    }

    /// <summary>Stops the book and promises the sales in one transaction.</summary>
    private async Task<IReadOnlyList<Order>> OrderAsync(
        Caller caller,
        string agentId,
        bool liquidate,
        int round,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            var orders = liquidate ? SalesOf(state, caller, round) : [];
            if (state.Book.Status == AgentStatus.Stopped && orders.Count == 0)
            {
                return orders;
            }

            var book = state.Book.Status == AgentStatus.Stopped ? state.Book : state.Book.Stop();
            var change = AgentService.Told(
                state.Agent,
                caller,
                EventTypes.AgentUpdated,
                "stopped",
                caller.Operation.At
            );
            OutboxMessage[] promised =
            [
                .. orders.Select(order => new OutboxMessage(
                    order.TradeId + "-order",
                    QueueNames.TradeOrders,
                    QueueMessages.Write(
                        new TradeOrderMessage(order, state.Agent.OwnerId, CorrelationId: caller.Origin.CorrelationId)
                    )
                )),
                change.ToOutbox(),
            ];
            var rows = orders
                .Select(order => TradeStore.PutNew(TradeRecord.Of(order)))
                .Concat(promised.Select(message => Outbox.Promise(agentId, message)));
            switch (await agents.CommitAsync(state, book, rows, cancellationToken))
            {
                case CommitOutcome.Committed:
                    await outbox.RelayAsync(agentId, promised, cancellationToken);
                    return orders;
                case CommitOutcome.Duplicate:
                    // This operation was tried before: it stopped the book and promised these sales.
                    foreach (var order in orders)
                    {
                        await outbox.RelayOutstandingAsync(agentId, order.TradeId, cancellationToken);
                    }

                    return orders;
                default:
                    continue;
            }
        }
    }

    private static List<Order> SalesOf(AgentState state, Caller caller, int round) =>
        [
            .. state
                .Book.Positions.Take(MaxOrdersAtOnce)
                .Select(position => new Order
                {
                    TradeId = EntityId.Derive(
                        IdPrefixes.Trade,
                        caller.Operation.At,
                        $"{caller.Operation.Seed}|{round}|{position.Symbol}|{position.Quantity}"
                    ),
                    AgentId = state.Agent.AgentId,
                    Symbol = position.Symbol,
                    Action = TradeAction.Sell,
                    Quantity = position.Quantity,
                    Purpose = OrderPurpose.Liquidation,
                    Reasoning = "The agent is wound up.",
                    SubmittedAt = caller.Operation.At,
                    SubmittedBy = caller.UserId,
                    EstimatedPrice = position.AverageCost,
                }),
        ];

    private async Task<TradeRecord?> WaitAsync(Order order, long started, CancellationToken cancellationToken)
    {
        while (time.GetElapsedTime(started) < Patience)
        {
            var trade = await trades.FindAsync(order.AgentId, order.TradeId, cancellationToken);
            if (trade is { Status: not (TradeStatus.Pending or TradeStatus.PendingApproval) })
            {
                return trade;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        return null;
    }
}
