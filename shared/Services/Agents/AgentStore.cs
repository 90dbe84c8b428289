using AgentTrader.Core.Trading;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Control;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Agents;

/// <summary>
/// The partition of an agent: its record, its book, and the rows that change with them. Everything about one agent that
/// must change together does so in one transaction here.
/// </summary>
public sealed class AgentStore(InstanceStorage storage, Outbox outbox, TimeProvider time)
{
    // In this order of the alphabet, so that one range holds these, this month's usage, and nothing else.
    private const string AgentRow = "agent";
    private const string ControlRow = "agent-control";
    private const string EngineRow = "agent-engine";
    private const string RulesRow = "agent-oversight";
    private const string PerformanceRow = "agent-performance";
    private const string BookRow = "book";

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>Reads an agent in one round trip; null when there is no such agent, or it was deleted.</summary>
    public async Task<AgentState?> FindAsync(string agentId, CancellationToken cancellationToken)
    {
        var usageRow = Meter.RowKey(time.GetUtcNow());
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {agentId} and RowKey ge {AgentRow} and RowKey le {usageRow}"
        );
        TableEntity? agent = null;
        TableEntity? control = null;
        TableEntity? engine = null;
        TableEntity? rules = null;
        TableEntity? performance = null;
        TableEntity? book = null;
        TableEntity? usage = null;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            agent = row.RowKey == AgentRow ? row : agent;
            control = row.RowKey == ControlRow ? row : control;
            engine = row.RowKey == EngineRow ? row : engine;
            rules = row.RowKey == RulesRow ? row : rules;
            performance = row.RowKey == PerformanceRow ? row : performance;
            book = row.RowKey == BookRow ? row : book;
            usage = row.RowKey == usageRow ? row : usage;
        }

        if (agent is null || book is null)
        {
            return null;
        }

        var record = JsonRow.Read<AgentRecord>(agent);
        return record.DeletedAt is null
            ? new AgentState(
                record,
                agent.ETag,
                Book.FromJson(JsonRow.ReadText(book)),
                book.ETag,
                performance is null ? null : JsonRow.Read<Performance>(performance),
                performance?.ETag ?? default,
                engine is null ? EngineConfigVersion.First : JsonRow.Read<EngineConfigVersion>(engine),
                engine?.ETag ?? default,
                control is null ? TradingControl.Free : JsonRow.Read<TradingControl>(control),
                control?.ETag ?? default,
                rules is null ? OversightRulesVersion.First : JsonRow.Read<OversightRulesVersion>(rules),
                rules?.ETag ?? default,
                usage is null ? new UsageFigures(0, 0) : JsonRow.Read<UsageFigures>(usage),
                usageRow
            )
            : null;
    }

    /// <summary>Stores a new agent, once.</summary>
    public Task<CommitOutcome> CreateAsync(
        AgentRecord agent,
        Book book,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) =>
        SubmitAsync(
            agent.AgentId,
            [
                Add(JsonRow.Create(agent.AgentId, AgentRow, agent)),
                Add(JsonRow.CreateText(agent.AgentId, BookRow, book.ToJson())),
                .. rows,
            ],
            cancellationToken
        );

    /// <summary>Stores a changed book and rows beside it, if the book is still the one that was read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        Book book,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => SubmitAsync(read.Agent.AgentId, [Replace(read, book.Assert()), .. rows], cancellationToken);

    /// <summary>Stores a changed record and book, if both are still the ones that were read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        AgentRecord agent,
        Book book,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    )
    {
        var replaceAgent = new TableTransactionAction(
            TableTransactionActionType.UpdateReplace,
            JsonRow.Create(agent.AgentId, AgentRow, agent),
            read.AgentTag
        );
        return SubmitAsync(agent.AgentId, [replaceAgent, Replace(read, book.Assert()), .. rows], cancellationToken);
    }

    /// <summary>Stores new figures and rows beside them, if the figures are still the ones that were read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        Performance performance,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => CommitAsync(read, PerformanceRow, performance, read.PerformanceTag, rows, cancellationToken);

    /// <summary>Stores new settings of the engine and rows beside them, if the settings are still the ones that were read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        EngineConfigVersion engine,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => CommitAsync(read, EngineRow, engine, read.EngineTag, rows, cancellationToken);

    /// <summary>Stores new rules of oversight and rows beside them, if the rules are still the ones that were read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        OversightRulesVersion rules,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => CommitAsync(read, RulesRow, rules, read.RulesTag, rows, cancellationToken);

    /// <summary>Stores what a person allows the agent and rows beside it, if nobody changed that since it was read.</summary>
    public Task<CommitOutcome> CommitAsync(
        AgentState read,
        TradingControl control,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => CommitAsync(read, ControlRow, control, read.ControlTag, rows, cancellationToken);

    /// <summary>Stores rows of an agent whose book does not change.</summary>
    public Task<CommitOutcome> AddAsync(
        string agentId,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    ) => SubmitAsync(agentId, [.. rows], cancellationToken);

    /// <summary>A row that may exist once: a second transaction with it ends as <see cref="CommitOutcome.Duplicate"/>.</summary>
    public static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private Task<CommitOutcome> CommitAsync<T>(
        AgentState read,
        string rowKey,
        T value,
        ETag tag,
        IEnumerable<TableTransactionAction> rows,
        CancellationToken cancellationToken
    )
    {
        var row = JsonRow.Create(read.Agent.AgentId, rowKey, value);
        var write = tag == default ? Add(row) : new(TableTransactionActionType.UpdateReplace, row, tag);
        return SubmitAsync(read.Agent.AgentId, [write, .. rows], cancellationToken);
    }

    private static TableTransactionAction Replace(AgentState read, Book book) =>
        new(
            TableTransactionActionType.UpdateReplace,
            JsonRow.CreateText(read.Agent.AgentId, BookRow, book.ToJson()),
            read.BookTag
        );

    private async Task<CommitOutcome> SubmitAsync(
        string agentId,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        if (actions.Any(action => action.Entity.PartitionKey != agentId))
        {
            throw new InvalidOperationException("A transaction is about one agent.");
        }

        try
        {
            await outbox.SubmitAsync(TableNames.Agents, actions, cancellationToken);
            return CommitOutcome.Committed;
        }
        catch (RequestFailedException failure) when (failure.Status == 412)
        {
            return CommitOutcome.Stale;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return CommitOutcome.Duplicate;
        }
    }
}
