using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Moves of an agent's reserve pool by people (document 5, requirement 18.2).</summary>
public sealed class ReserveAdjustments(AgentStore agents, AgentAccess access, Outbox outbox, MarketClock clock)
{
    /// <summary>
    /// Gives the pool a balance, with an entry of its ledger. The same request again changes nothing: it names where the pool is
    /// to stand, and not a move.
    /// </summary>
    /// <returns>The pool as it stands, with the entry that was made, if any.</returns>
    /// <exception cref="ProblemException">400; 404; 422 when the agent's cash does not hold it.</exception>
    public async Task<ReserveResponse> SetAsync(
        Caller caller,
        string agentId,
        SetReserveRequest request,
        CancellationToken cancellationToken
    )
    {
        RefuseInvalid(request);
        var id = EntityId.Derive("adj", caller.Operation.At, caller.Operation.Seed);
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            if (state.Book.ReservePool == request.Balance)
            {
                return new(request.Balance, [], null);
            }

            var (book, entry) = Move(state.Book, request.Balance);
            var told = new AgentEvent(
                id,
                EventTypes.ReserveAdjusted,
                agentId,
                state.Agent.OwnerId,
                caller.UserId,
                agentId,
                caller.Origin.CorrelationId,
                caller.Operation.At,
                JsonSerializer.SerializeToElement(new { entry, reason = request.Reason.Trim() }, ApiJson.Options)
            ).ToOutbox();
            var outcome = await agents.CommitAsync(
                state,
                book,
                [ReserveLedger.Put(agentId, entry, id), Outbox.Promise(agentId, told)],
                cancellationToken
            );
            if (outcome == CommitOutcome.Committed)
            {
                await outbox.RelayAsync(agentId, [told], cancellationToken);
                return new(request.Balance, [entry], null);
            }
        }
    }

    private (Book Book, ReserveEntry Entry) Move(Book book, decimal balance)
    {
        try
        {
            return book.MoveReserve(ReserveTrigger.ManualAdjustment, balance - book.ReservePool, clock.MarketNow);
        }
        catch (BookRefusedException)
        {
            throw ProblemException.Rule(
                "/problems/reserve-refused",
                FormattableString.Invariant(
                    $"The agent has {book.Cash:N2} in cash, and its reserve pool can't hold more: name a lower balance."
                )
            );
        }
    }

    private static void RefuseInvalid(SetReserveRequest request)
    {
        List<FieldError> errors = [];
        if (request.Balance < 0 || !Money.IsWholeCents(request.Balance))
        {
            errors.Add(new("balance", "A balance is 0 or more dollars, in whole cents."));
        }

        if (!PlainText.IsWithin(request.Reason, SetReserveRequest.MaxReasonLength))
        {
            errors.Add(
                new("reason", $"Say in 1 to {SetReserveRequest.MaxReasonLength} characters why the reserve is moved.")
            );
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }
}
