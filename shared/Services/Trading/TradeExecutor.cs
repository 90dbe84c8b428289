using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Control;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Trading;

/// <summary>
/// Takes an order to its end: filled, held for a person, or refused. Each end is one transaction in the agent's partition
/// that can happen once, so a message delivered twice changes nothing the second time (docs/architecture.md).
/// </summary>
public sealed partial class TradeExecutor(
    AgentStore agents,
    TradingControls controls,
    TradeStore trades,
    Outbox outbox,
    OversightGate gate,
    RequestBuilder builder,
    ApprovalProcess approvals,
    IMarketData market,
    Valuation valuation,
    MarketClock clock,
    InstanceStorage storage,
    TimeProvider time,
    ILogger<TradeExecutor> log
)
{
    /// <summary>How long an order waits before it looks at the price again, when its limit is not reached.</summary>
    private static readonly TimeSpan RestingDelay = TimeSpan.FromSeconds(2);

    private const string Abandoned = "The order could not be carried out, however often it was tried: submit it again.";

    /// <summary>Takes one step with an order. Safe to repeat.</summary>
    /// <param name="message">The order, from the queue.</param>
    /// <param name="orchestrations">Starts the approval where one is needed.</param>
    /// <param name="cancellationToken">Ends the attempt; the message comes again.</param>
    public async Task ExecuteAsync(
        TradeOrderMessage message,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        while (await agents.FindAsync(message.Order.AgentId, cancellationToken) is { } state)
        {
            if (await StepAsync(state, message, orchestrations, cancellationToken))
            {
                return;
            }
        }

        log.LogWarning("Trade {TradeId} was dropped: its agent is gone.", message.Order.TradeId);
    }

    /// <summary>
    /// Ends an order that failed as often as a message is tried, so that no trade waits for ever. One that has ended stays as it
    /// is, and one that a person is asked about is withdrawn. Safe to repeat.
    /// </summary>
    /// <param name="message">The order, from the poison queue.</param>
    /// <param name="orchestrations">Ends the approval where one is open.</param>
    /// <param name="cancellationToken">Ends the attempt; the message comes again.</param>
    public async Task AbandonAsync(
        TradeOrderMessage message,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var order = message.Order;
        while (await agents.FindAsync(order.AgentId, cancellationToken) is { } state)
        {
            message = message with { OwnerId = state.Agent.OwnerId };
            if (state.Book.PendingApprovalTradeId == order.TradeId && message.RequestId is null)
            {
                // Its request may be decided at this instant, so the request ends first, and that ends the trade.
                var now = time.GetUtcNow();
                var request = OversightRequest.For(
                    state.Agent,
                    message,
                    order.EstimatedPrice,
                    Abandoned,
                    now,
                    clock.MarketNow
                );
                await approvals.AbandonAsync(request, Abandoned, orchestrations, cancellationToken);
                return;
            }

            var (status, reason) = message.CancelReason is { } cancelled
                ? (TradeStatus.Cancelled, cancelled)
                : (TradeStatus.Failed, Abandoned);
            if (await RefuseAsync(state, message, status, reason, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>False when the agent changed meanwhile and the step is to be taken again.</summary>
    private async Task<bool> StepAsync(
        AgentState state,
        TradeOrderMessage message,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        // Whatever the message says: the owner is told, and nobody else.
        message = message with
        {
            OwnerId = state.Agent.OwnerId,
        };
        var order = message.Order;
        if (message.CancelReason is { } reason)
        {
            return await RefuseAsync(state, message, TradeStatus.Cancelled, reason, cancellationToken);
        }

        var marketTime = clock.MarketNow;
        var quote = await market.GetQuoteAsync(order.Symbol, marketTime, cancellationToken);
        var price = quote is null ? 0 : SimulatedBroker.PriceOf(order.Action, quote);
        if (state.Book.PendingApprovalTradeId == order.TradeId && order.ApprovedBy is null)
        {
            // A redelivery of the order that waits, whatever it is worth by now: make sure that its approval was started.
            await OpenAsync(
                state,
                message,
                price > 0 ? price : order.EstimatedPrice,
                orchestrations,
                cancellationToken
            );
            return true;
        }

        if (price <= 0)
        {
            return await RefuseAsync(
                state,
                message,
                TradeStatus.Failed,
                $"There is no price for {order.Symbol} now: try again while it trades.",
                cancellationToken
            );
        }

        if (state.Book.Check(order, SimulatedBroker.WorstPriceOf(order, price), Fees.For(order)) is { } refusal)
        {
            var status = refusal.Reason is BookRefusalReason.NotActive or BookRefusalReason.ApprovalPending
                ? TradeStatus.Cancelled
                : TradeStatus.Failed;
            return await RefuseAsync(state, message, status, refusal.Sentence, cancellationToken);
        }

        if (state.Control.KillSwitch || (await controls.CurrentAsync(cancellationToken)).KillSwitch)
        {
            return await RefuseAsync(
                state,
                message,
                TradeStatus.Cancelled,
                "The kill switch is on: nothing is traded until it is turned off.",
                cancellationToken
            );
        }

        if (gate.WhyNotAnyMore(state, message, price) is { } outdated)
        {
            return await RefuseAsync(state, message, TradeStatus.Cancelled, outdated, cancellationToken);
        }

        if (!SimulatedBroker.IsMarketable(order, price))
        {
            return await RestAsync(state, message, marketTime, cancellationToken);
        }

        var facts = await gate.FactsAsync(state, order, price, cancellationToken);
        var stopped = OversightGate.Stop(state, message, facts);
        return stopped is not null && (message.AskReason is not null || !state.Rules.Rules.DryRun)
            ? await HoldAsync(state, message, facts!, price, orchestrations, cancellationToken)
            : await FillAsync(state, message, facts, stopped?.Reason, price, marketTime, cancellationToken);
    }

    /// <summary>Stops the agent's buying until a person has decided about this order.</summary>
    private async Task<bool> HoldAsync(
        AgentState state,
        TradeOrderMessage message,
        TradeFacts facts,
        decimal price,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var order = message.Order;
        // An end is marked by a row that can be added once. Holding adds none, so it must look for it.
        if (await trades.HasEndedAsync(order.AgentId, order.TradeId, cancellationToken))
        {
            return true;
        }

        Book held;
        try
        {
            held = state.Book.AwaitApproval(order.TradeId);
        }
        catch (BookRefusedException refused)
        {
            // A sale that a person must see while they look at another trade.
            return await RefuseAsync(state, message, TradeStatus.Cancelled, refused.Message, cancellationToken);
        }

        var trade = TradeRecord.Of(order, TradeStatus.PendingApproval) with
        {
            RequestId = OversightRequest.IdFor(order.TradeId),
            OversightFacts = facts,
        };
        if (await agents.CommitAsync(state, held, [TradeStore.Put(trade)], cancellationToken) == CommitOutcome.Stale)
        {
            return false;
        }

        log.LogInformation("Trade {TradeId} of {AgentId} waits for approval.", order.TradeId, order.AgentId);
        await OpenAsync(state, message, price, orchestrations, cancellationToken);
        return true;
    }

    private async Task OpenAsync(
        AgentState state,
        TradeOrderMessage message,
        decimal price,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var facts = (await gate.FactsAsync(state, message.Order, price, cancellationToken))!;
        // The rules may have changed between a crash and this: it waits all the same.
        var stopped =
            OversightGate.Stop(state, message, facts) ?? new("A rule of oversight stopped it.", [Quorum.AnyOne]);
        var request = await builder.BuildAsync(
            state,
            message with
            {
                Facts = facts,
            },
            price,
            facts,
            stopped,
            cancellationToken
        );
        await approvals.OpenAsync(request, orchestrations, cancellationToken);
    }

    /// <summary>A limit or stop order waits for its price until the market's day ends.</summary>
    private async Task<bool> RestAsync(
        AgentState state,
        TradeOrderMessage message,
        DateTimeOffset marketTime,
        CancellationToken cancellationToken
    )
    {
        if (message.GoodUntil is { } end && marketTime >= end)
        {
            return await RefuseAsync(
                state,
                message,
                TradeStatus.Cancelled,
                $"The price did not reach {message.Order.LimitPrice:0.00##} before the day's close.",
                cancellationToken
            );
        }

        await storage
            .Queue(QueueNames.TradeOrders)
            .SendMessageAsync(QueueMessages.Write(message), RestingDelay, cancellationToken: cancellationToken);
        return true;
    }
}
