using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading;

/// <summary>What people do with trades: submit them and look at them.</summary>
public sealed class TradeService(
    AgentStore agents,
    AgentAccess access,
    TradeStore trades,
    Outbox outbox,
    IMarketData market,
    MarketClock clock,
    TotpService totp
)
{
    /// <summary>Above this many dollars a manual trade needs a fresh second factor (document 1, FR-007).</summary>
    public const decimal SecondFactorAbove = 10_000m;

    /// <summary>
    /// Accepts a trade: its row and the promise to execute it are one transaction, so an accepted trade is neither lost nor
    /// made twice. What can be refused at once is refused here; the executor checks again when it fills.
    /// </summary>
    /// <exception cref="ProblemException">400, 402, 403, 404, 409.</exception>
    public Task<TradeRecord> SubmitAsync(
        Caller caller,
        string agentId,
        TradeRequest request,
        CancellationToken cancellationToken
    ) => SubmitAsync(caller, agentId, request, null, cancellationToken);

    /// <summary>The same for a trade about which a person is to be asked; one of that id that was accepted before is not made again.</summary>
    /// <exception cref="ProblemException">400, 402, 403, 404, 409.</exception>
    public async Task<TradeRecord> SubmitAsync(
        Caller caller,
        string agentId,
        TradeRequest request,
        AskedTrade? asked,
        CancellationToken cancellationToken
    )
    {
        Validate(request, asked is null ? "" : "tradeDetails.");
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var operation = caller.Operation;
        var tradeId = asked?.TradeId ?? EntityId.Derive(IdPrefixes.Trade, operation.At, operation.Seed);
        var mayExist = asked is not null || !operation.IsFirst;
        if (mayExist && await trades.FindAsync(agentId, tradeId, cancellationToken) is { } earlier)
        {
            await outbox.RelayOutstandingAsync(agentId, tradeId, cancellationToken);
            return earlier;
        }

        var marketTime = clock.MarketNow;
        var quote =
            await market.GetQuoteAsync(request.Symbol, marketTime, cancellationToken)
            ?? throw ProblemException.NotFound("symbol with a price", request.Symbol);
        var price = SimulatedBroker.PriceOf(request.Action, quote);
        var order = new Order
        {
            TradeId = tradeId,
            AgentId = agentId,
            Symbol = request.Symbol,
            Action = request.Action,
            Quantity = request.Quantity,
            OrderType = request.OrderType,
            LimitPrice = request.LimitPrice,
            Manual = request.Manual,
            Reasoning =
                request.Manual ? "Manual trade."
                : asked is null ? "Requested by a person."
                : "Requested by another system.",
            SubmittedAt = operation.At,
            SubmittedBy = caller.UserId,
            EstimatedPrice = price,
        };
        await RefuseWhatCannotTradeAsync(caller, state, order, request.TotpCode, cancellationToken);

        var accepted = TradeRecord.Of(order);
        var message = new TradeOrderMessage(
            order,
            state.Agent.OwnerId,
            GoodUntil: order.OrderType == OrderType.Market ? null : EndOfDay(marketTime),
            CorrelationId: caller.Origin.CorrelationId,
            AskReason: asked?.Reason,
            AskUntil: asked?.Until
        );
        OutboxMessage[] promised =
        [
            new(tradeId + "-order", QueueNames.TradeOrders, QueueMessages.Write(message)),
            TradeEvents.Of(EventTypes.TradeSubmitted, accepted, message, operation.At).ToOutbox(),
        ];
        var outcome = await agents.AddAsync(
            agentId,
            [TradeStore.PutNew(accepted), .. promised.Select(promise => Outbox.Promise(agentId, promise))],
            cancellationToken
        );
        if (outcome == CommitOutcome.Duplicate)
        {
            return await trades.FindAsync(agentId, tradeId, cancellationToken) ?? accepted;
        }

        await outbox.RelayAsync(agentId, promised, cancellationToken);
        return accepted;
    }

    /// <summary>A page of an agent's trades, newest first.</summary>
    public async Task<(IReadOnlyList<TradeRecord> Trades, string? NextPageToken)> ListAsync(
        Caller caller,
        string agentId,
        TradeStatus? status,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        return await trades.ListAsync(agentId, status, pageSize, pageToken, cancellationToken);
    }

    /// <exception cref="ProblemException">404.</exception>
    public async Task<TradeRecord> GetAsync(
        Caller caller,
        string agentId,
        string tradeId,
        CancellationToken cancellationToken
    )
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        return await trades.FindAsync(agentId, tradeId, cancellationToken)
            ?? throw ProblemException.NotFound("trade", tradeId);
    }

    /// <summary>The close of the running session, or of the next one while the market is closed.</summary>
    private static DateTimeOffset EndOfDay(DateTimeOffset marketTime) =>
        ExchangeCalendar.SessionOnOrAfter(ExchangeCalendar.DateOf(marketTime)) is var session
        && marketTime < session.Close
            ? session.Close
            : ExchangeCalendar.SessionAt(session.Index + 1).Close;

    private static void Validate(TradeRequest request, string prefix)
    {
        var errors = new List<FieldError>();
        if (!Symbol.IsValid(request.Symbol))
        {
            errors.Add(
                new(prefix + "symbol", "A symbol is 1 to 10 capital letters, digits, dots or hyphens, such as AAPL.")
            );
        }

        if (request.Quantity is < 1 or > Order.MaxQuantity)
        {
            errors.Add(new(prefix + "quantity", $"A quantity is a whole number from 1 to {Order.MaxQuantity:N0}."));
        }

        if (request.OrderType == OrderType.Market)
        {
            if (request.LimitPrice is not null)
            {
                errors.Add(new("limitPrice", "A market order has no limit price: leave it out, or order a limit."));
            }
        }
        else if (
            request.LimitPrice is not { } limit
            || limit <= 0
            || limit > Money.MaxPrice
            || Money.ToPrice(limit) != limit
        )
        {
            errors.Add(
                new("limitPrice", $"This order needs a price above 0, at most {Money.MaxPrice:N0}, of four decimals.")
            );
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }

    private async Task RefuseWhatCannotTradeAsync(
        Caller caller,
        AgentState state,
        Order order,
        string? totpCode,
        CancellationToken cancellationToken
    )
    {
        var price = SimulatedBroker.WorstPriceOf(order, order.EstimatedPrice);
        if (state.Book.Check(order, price, Fees.For(order)) is { } refusal)
        {
            throw refusal.Reason switch
            {
                BookRefusalReason.NotActive => ProblemException.Conflict(
                    "/problems/agent-not-active",
                    refusal.Sentence
                ),
                BookRefusalReason.ApprovalPending => ProblemException.Conflict(
                    "/problems/approval-pending",
                    refusal.Sentence
                ),
                BookRefusalReason.InsufficientCash => ProblemException.PaymentRequired(
                    "/problems/insufficient-cash",
                    refusal.Sentence
                ),
                BookRefusalReason.InvalidOrder => ProblemException.Invalid("quantity", refusal.Sentence),
                _ => ProblemException.Rule("/problems/refused-by-the-book", refusal.Sentence),
            };
        }

        if (!Meter.HasRoom(state.Used, state.Agent.Settings.QuotaConfig, Meter.TradeCost))
        {
            throw ProblemException.PaymentRequired(
                "/problems/quota-exhausted",
                "The agent's monthly quota is used up: raise it, or wait for the first of the month."
            );
        }

        if (order.Manual && order.EstimatedPrice * order.Quantity > SecondFactorAbove)
        {
            await totp.VerifyFreshAsync(caller.UserId, totpCode, caller.Origin, cancellationToken);
        }
    }
}
