using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Data.Tables;

namespace AgentTrader.Services.Agents;

/// <summary>The life of an agent as people steer it (document 1, sections 2.1 and 5.1); winding up is <see cref="AgentClosing"/>'s.</summary>
public sealed class AgentService(
    AgentStore agents,
    AgentAccess access,
    AgentDirectory directory,
    Outbox outbox,
    Valuation valuation
)
{
    /// <summary>Makes an agent, paused. The same operation tried again finds the agent it made.</summary>
    /// <exception cref="ProblemException">400 with every failing field; 422 when the budget is above the limit.</exception>
    public async Task<AgentResponse> CreateAsync(
        Caller caller,
        CreateAgentRequest request,
        CancellationToken cancellationToken
    )
    {
        var settings = request.ToSettings();
        if (AgentRules.Validate(settings, request.InitialBudget) is { Count: > 0 } errors)
        {
            throw ProblemException.Invalid([.. errors]);
        }

        var operation = caller.Operation;
        var agentId = EntityId.Derive(IdPrefixes.Agent, operation.At, operation.Seed);
        var name = await directory.AddAsync(agentId, caller.UserId, settings.Name, cancellationToken);
        var agent = new AgentRecord(agentId, caller.UserId, settings with { Name = name }, operation.At, operation.At);
        var told = Told(agent, caller, EventTypes.AgentCreated, "created", operation.At).ToOutbox();
        var outcome = await agents.CreateAsync(
            agent,
            Book.Open(request.InitialBudget),
            [ConfigRow(agent), Outbox.Promise(agentId, told)],
            cancellationToken
        );
        if (outcome == CommitOutcome.Committed)
        {
            await outbox.RelayAsync(agentId, [told], cancellationToken);
        }

        return await GetAsync(caller, agentId, cancellationToken);
    }

    /// <summary>A page of agents, oldest first; a trader's own, anybody else's all.</summary>
    public async Task<(IReadOnlyList<AgentResponse> Agents, string? NextPageToken)> ListAsync(
        Caller caller,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var owner = caller.Role == Roles.Trader ? caller.UserId : null;
        var (ids, next) = await directory.ListAsync(owner, pageSize, pageToken, cancellationToken);
        var found = await Task.WhenAll(ids.Select(id => agents.FindAsync(id, cancellationToken)));
        var shown = await Task.WhenAll(found.OfType<AgentState>().Select(state => ShowAsync(state, cancellationToken)));
        return (shown, next);
    }

    /// <exception cref="ProblemException">404.</exception>
    public async Task<AgentResponse> GetAsync(Caller caller, string agentId, CancellationToken cancellationToken) =>
        await ShowAsync(await access.RequireAsync(caller, agentId, cancellationToken), cancellationToken);

    /// <summary>Changes an agent's settings and keeps the version before.</summary>
    /// <exception cref="ProblemException">
    /// 400; 404; 409 for another strategy while active, a taken name, or a change meanwhile; 422 for a budget that is too
    /// high or below the portfolio's value.
    /// </exception>
    public async Task<AgentResponse> UpdateAsync(
        Caller caller,
        string agentId,
        UpdateAgentRequest request,
        CancellationToken cancellationToken
    )
    {
        string? formerName = null;
        await ChangeAsync(
            caller,
            agentId,
            "configured",
            async state =>
            {
                var settings = request.ApplyTo(state.Agent.Settings);
                RefuseSettings(state, settings, request.InitialBudget);
                formerName = state.Agent.Settings.Name == settings.Name ? null : state.Agent.Settings.Name;
                var book = await WithBudgetAsync(state, request.InitialBudget, cancellationToken);
                // Last, because it is stored at once: a change that is refused must not keep the name it wished for.
                await ClaimNameAsync(state.Agent, settings.Name, cancellationToken);
                return (state.Agent with { Settings = settings, UpdatedAt = caller.Operation.At }, book);
            },
            cancellationToken
        );
        var changed = await access.RequireAsync(caller, agentId, cancellationToken);
        if (formerName is not null)
        {
            await directory.FreeNameAsync(changed.Agent, formerName, cancellationToken);
        }

        return await ShowAsync(changed, cancellationToken);
    }

    /// <summary>Lets an agent trade; does nothing to one that does.</summary>
    /// <exception cref="ProblemException">404; 409 for a stopped agent.</exception>
    public async Task<AgentResponse> ActivateAsync(Caller caller, string agentId, CancellationToken cancellationToken)
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        // Before the book says so: a crash in between costs a wake-up, and never an agent that sleeps while active.
        await directory.SetActiveAsync(agentId, true, cancellationToken);
        var active = await TurnAsync(caller, agentId, AgentStatus.Active, book => book.Activate(), cancellationToken);
        // So that it decides now, and not only at the next turn of the decision loop.
        var wakeUp = QueueMessages.Write(new AgentCycleMessage(agentId, caller.Operation.At));
        await outbox.SendAsync(new OutboxMessage(agentId, QueueNames.AgentCycles, wakeUp), cancellationToken);
        return active;
    }

    /// <summary>Keeps an agent from trading until it is activated; does nothing to one that is paused.</summary>
    /// <exception cref="ProblemException">404; 409 for a stopped agent.</exception>
    public async Task<AgentResponse> PauseAsync(Caller caller, string agentId, CancellationToken cancellationToken)
    {
        var paused = await TurnAsync(caller, agentId, AgentStatus.Paused, book => book.Pause(), cancellationToken);
        await directory.SetActiveAsync(agentId, false, cancellationToken);
        return paused;
    }

    /// <summary>What the API shows of an agent.</summary>
    internal async Task<AgentResponse> ShowAsync(AgentState state, CancellationToken cancellationToken)
    {
        var (agent, book) = (state.Agent, state.Book);
        var quota = agent.Settings.QuotaConfig;
        var prices = await valuation.PricesAsync(book, cancellationToken);
        return new(
            agent.AgentId,
            agent.Settings.Name,
            book.Status,
            book.Error,
            agent.Settings.Strategy,
            agent.Settings.RiskTolerance,
            book.Budget,
            agent.Settings.AssetPreferences,
            agent.Settings.TradingHours,
            agent.Settings.OversightThreshold,
            agent.OwnerId,
            agent.CreatedAt,
            agent.UpdatedAt,
            Valuation.Summarize(book, prices),
            new(quota.ApiCalls, quota.BudgetPerMonth, state.Used),
            book.PendingApprovalTradeId is { } trade ? Oversight.OversightRequest.IdFor(trade) : null
        );
    }

    /// <summary>An event about an agent itself.</summary>
    internal static AgentEvent Told(AgentRecord agent, Caller caller, string type, string change, DateTimeOffset now) =>
        new(
            $"{agent.AgentId}-{type}-{change}-{NewestFirst.Key(now)}",
            type,
            agent.AgentId,
            agent.OwnerId,
            caller.UserId,
            agent.AgentId,
            caller.Origin.CorrelationId,
            now,
            JsonSerializer.SerializeToElement(new { agent.Settings.Name, Change = change }, ApiJson.Options)
        );

    private static TableTransactionAction ConfigRow(AgentRecord agent) =>
        new(
            TableTransactionActionType.UpsertReplace,
            JsonRow.Create(agent.AgentId, $"config|{agent.Settings.Version:D10}", agent)
        );

    private async Task<Book> WithBudgetAsync(AgentState state, decimal? budget, CancellationToken cancellationToken)
    {
        if (budget is not { } wanted || wanted == state.Book.Budget)
        {
            return state.Book;
        }

        var prices = await valuation.PricesAsync(state.Book, cancellationToken);
        try
        {
            return state.Book.ChangeBudget(wanted, Valuation.ValueOf(state.Book, prices));
        }
        catch (BookRefusedException refused)
        {
            throw ProblemException.Rule("/problems/budget-refused", refused.Message);
        }
    }

    private static void RefuseSettings(AgentState state, AgentSettings settings, decimal? budget)
    {
        if (AgentRules.Validate(settings, budget ?? state.Book.Budget) is { Count: > 0 } errors)
        {
            throw ProblemException.Invalid([.. errors]);
        }

        if (settings.Strategy != state.Agent.Settings.Strategy && state.Book.Status == AgentStatus.Active)
        {
            throw ProblemException.Conflict(
                "/problems/agent-active",
                "An active agent keeps its strategy: pause it first, then change the strategy."
            );
        }
    }

    private async Task ClaimNameAsync(AgentRecord agent, string name, CancellationToken cancellationToken)
    {
        if (!await directory.RenameAsync(agent, name, cancellationToken))
        {
            throw ProblemException.Conflict(
                "/problems/name-taken",
                $"Another of the owner's agents is named '{name}': choose another name."
            );
        }
    }

    private async Task<AgentResponse> TurnAsync(
        Caller caller,
        string agentId,
        AgentStatus target,
        Func<Book, Book> turn,
        CancellationToken cancellationToken
    )
    {
        await ChangeAsync(
            caller,
            agentId,
            target.ToString().ToLowerInvariant(),
            state =>
                Task.FromResult<(AgentRecord Agent, Book Book)?>(
                    state.Book.Status == target ? null : (state.Agent, Turned(state.Book, turn))
                ),
            cancellationToken
        );
        return await GetAsync(caller, agentId, cancellationToken);
    }

    private static Book Turned(Book book, Func<Book, Book> turn)
    {
        try
        {
            return turn(book);
        }
        catch (BookRefusedException refused)
        {
            throw ProblemException.Conflict("/problems/wrong-status", refused.Message);
        }
    }

    /// <summary>
    /// Changes an agent and tells of it, deciding anew as long as trades of the agent come in between. A decision of null
    /// means that nothing is to change.
    /// </summary>
    internal async Task ChangeAsync(
        Caller caller,
        string agentId,
        string change,
        Func<AgentState, Task<(AgentRecord Agent, Book Book)?>> decide,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            if (await decide(state) is not var (agent, book))
            {
                return;
            }

            var told = Told(agent, caller, EventTypes.AgentUpdated, change, caller.Operation.At).ToOutbox();
            var outcome = await agents.CommitAsync(
                state,
                agent,
                book,
                [ConfigRow(agent), Outbox.Promise(agentId, told)],
                cancellationToken
            );
            if (outcome == CommitOutcome.Committed)
            {
                await outbox.RelayAsync(agentId, [told], cancellationToken);
                return;
            }
        }
    }
}
