using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Data.Tables;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>
/// An instance's rows, read past the product's services, and what is wrong with them (docs/architecture.md). What trading
/// did is reckoned anew from the trades' rows alone and compared with the book.
/// </summary>
internal sealed class StoredInstance
{
    private readonly Dictionary<string, StoredAgent> agents = [];
    private readonly List<OversightRequest> requests = [];
    private readonly List<string> untold = [];
    private readonly HashSet<string> audited = [];
    private readonly List<string> broken = [];
    private AuditVerification audit = new(true, 0, null, null);

    public static async Task<StoredInstance> ReadAsync(InstanceStorage storage, TimeProvider clock)
    {
        var read = new StoredInstance();
        await read.ReadAgentsAsync(storage.Table(TableNames.Agents));
        await foreach (var row in storage.Table(TableNames.Oversight).QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith("outbox|", StringComparison.Ordinal))
            {
                read.untold.Add(row.RowKey);
            }
            // Beside the requests stands where they were announced, which decides nothing.
            else if (!row.PartitionKey.StartsWith("slack|", StringComparison.Ordinal))
            {
                read.requests.Add(JsonRow.Read<OversightRequest>(row));
            }
        }

        await foreach (var row in storage.Table(TableNames.Audit).QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith("id|", StringComparison.Ordinal))
            {
                read.audited.Add(row.RowKey[3..]);
            }
        }

        read.audit = await new AuditLog(storage, clock).VerifyAsync(CancellationToken.None);
        return read;
    }

    public int Fills => agents.Values.Sum(agent => agent.Trades.Values.Count(IsFilled));

    public int Decided => requests.Count(request => request.Status != OversightStatus.Pending);

    public IEnumerable<StoredAgent> Agents => agents.Values;

    public IEnumerable<OversightRequest> Requests => requests;

    /// <summary>What is under way still, one line each; empty once the instance has come to rest.</summary>
    public IEnumerable<string> Unfinished()
    {
        foreach (var agent in agents.Values)
        {
            foreach (var promise in agent.Promises)
            {
                yield return $"{agent.Record.AgentId}: the message {promise} is promised and not sent";
            }

            foreach (var trade in agent.Trades.Values.Where(trade => !agent.Ended.Contains(trade.TradeId)))
            {
                if (!IsAwaited(agent, trade))
                {
                    yield return $"{agent.Record.AgentId}: trade {trade.TradeId} is {trade.Status} and has not ended";
                }
            }

            foreach (var decision in agent.Decisions.Where(made => made.TradeId is not null))
            {
                if (!agent.Trades.ContainsKey(decision.TradeId!))
                {
                    yield return $"{agent.Record.AgentId}: decision {decision.DecisionId} led to no trade";
                }
            }
        }

        foreach (var promise in untold)
        {
            yield return $"The message {promise} of oversight is promised and not sent";
        }

        foreach (
            var request in requests.Where(request => !audited.Contains($"{request.RequestId}-{EndOf(request.Status)}"))
        )
        {
            yield return $"That {request.RequestId} is {request.Status} is not in the audit log";
        }

        foreach (var trade in agents.Values.SelectMany(agent => agent.Trades.Values).Where(IsFilled))
        {
            if (!audited.Contains(trade.TradeId + "-trade-executed"))
            {
                yield return $"The fill of {trade.TradeId} is not in the audit log";
            }
        }
    }

    /// <summary>The invariants that do not hold, one line each.</summary>
    /// <param name="accepted">Trades that people were told are accepted.</param>
    public IReadOnlyList<string> Broken(IEnumerable<string> accepted)
    {
        broken.Clear();
        foreach (var agent in agents.Values)
        {
            CheckMoney(agent);
            CheckShares(agent);
            CheckTrades(agent);
            CheckUsage(agent);
        }

        CheckRequests();
        var stored = agents.Values.SelectMany(agent => agent.Trades.Keys).ToHashSet();
        broken.AddRange(
            accepted.Where(trade => !stored.Contains(trade)).Select(trade => $"{trade} was accepted and is lost")
        );
        Require(audit.Valid, $"the audit log: {audit.FirstBad}: {audit.Finding}");
        return broken;
    }

    private async Task ReadAgentsAsync(TableClient table)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        foreach (
            var partition in rows.GroupBy(row => row.PartitionKey).Where(rows => rows.Any(row => row.RowKey == "book"))
        )
        {
            var byKey = partition.ToDictionary(row => row.RowKey);
            var agent = new StoredAgent(
                JsonRow.Read<AgentRecord>(byKey["agent"]),
                Book.FromJson(JsonRow.ReadText(byKey["book"]))
            );
            agents.Add(partition.Key, agent);
            foreach (var (key, row) in byKey)
            {
                Sort(agent, key.Split('|')[0], key, row);
            }
        }
    }

    private static void Sort(StoredAgent agent, string kind, string key, TableEntity row)
    {
        switch (kind)
        {
            case "trade":
                var trade = JsonRow.Read<TradeRecord>(row);
                agent.Trades.Add(trade.TradeId, trade);
                break;
            case "idem":
                agent.Ended.Add(key["idem|".Length..]);
                break;
            case "decision":
                agent.Decisions.Add(JsonRow.Read<DecisionRecord>(row).Decision);
                break;
            case "calls":
                var used = JsonRow.Read<UsageFigures>(row);
                agent.Used = new(agent.Used.ApiCalls + used.ApiCalls, agent.Used.BudgetSpent + used.BudgetSpent);
                break;
            case "outbox":
                agent.Promises.Add(key["outbox|".Length..]);
                break;
        }
    }

    private static string EndOf(OversightStatus status) =>
        status switch
        {
            OversightStatus.Pending => "oversight-request",
            OversightStatus.Expired => "oversight-expired",
            _ => "oversight-decided",
        };

    private static bool IsFilled(TradeRecord trade) => trade.Status == TradeStatus.Completed;

    private bool IsAwaited(StoredAgent agent, TradeRecord trade) =>
        agent.Book.PendingApprovalTradeId == trade.TradeId
        && requests.Any(request => request.TradeId == trade.TradeId && request.Status == OversightStatus.Pending);

    /// <summary>Cash = budget − buys + sells − fees, to the cent; the book's own sums beside it.</summary>
    private void CheckMoney(StoredAgent agent)
    {
        var (cash, fees, profit) = (agent.Book.Budget, 0m, 0m);
        foreach (var trade in agent.Trades.Values.Where(IsFilled))
        {
            var gross = Core.Money.ToCents(trade.ExecutedPrice!.Value * trade.Quantity);
            cash += (trade.Action == TradeAction.Buy ? -gross : gross) - trade.Fees;
            fees += trade.Fees;
            profit += trade.RealizedPnL ?? 0;
        }

        Same(agent, "cash", cash, agent.Book.Cash);
        Same(agent, "fees", fees, agent.Book.FeesPaid);
        Same(agent, "profit", profit, agent.Book.RealizedPnL);
        agent.Book.Assert();
    }

    private void CheckShares(StoredAgent agent)
    {
        var traded = agent
            .Trades.Values.Where(IsFilled)
            .GroupBy(trade => trade.Symbol)
            .Select(trades =>
                (Symbol: trades.Key, Shares: trades.Sum(t => t.Action == TradeAction.Buy ? t.Quantity : -t.Quantity))
            )
            .Where(position => position.Shares != 0)
            .OrderBy(position => position.Symbol, StringComparer.Ordinal);
        var held = agent.Book.Positions.Select(position => (position.Symbol, Shares: position.Quantity));
        Require(traded.SequenceEqual(held), $"{agent.Record.AgentId} holds other shares than its trades say");
    }

    /// <summary>A trade ends once; the fills of a decision, in as many steps as it has, are never more than it decided.</summary>
    private void CheckTrades(StoredAgent agent)
    {
        foreach (var trade in agent.Trades.Values)
        {
            var final = trade.Status is not (TradeStatus.Pending or TradeStatus.PendingApproval);
            Require(
                final == agent.Ended.Contains(trade.TradeId),
                $"{trade.TradeId} is {trade.Status} and its mark says otherwise"
            );
        }

        Require(agent.Ended.All(agent.Trades.ContainsKey), $"{agent.Record.AgentId}: a trade ended and has no row");
        var fills = agent.Trades.Values.Where(trade => IsFilled(trade) && trade.DecisionId is not null);
        foreach (var steps in fills.GroupBy(trade => trade.DecisionId))
        {
            var decided = agent.Decisions.Where(made => made.DecisionId == steps.Key).Sum(made => made.Quantity);
            Require(
                steps.Sum(trade => trade.Quantity) <= decided,
                $"decision {steps.Key} was about {decided} shares and {steps.Sum(trade => trade.Quantity)} were traded"
            );
        }

        var pending = agent.Book.PendingApprovalTradeId;
        Require(
            pending is null || !agent.Ended.Contains(pending),
            $"{agent.Record.AgentId} waits for {pending}, which has ended"
        );
    }

    /// <summary>Every fill was metered, nothing else was, and the quota was kept.</summary>
    private void CheckUsage(StoredAgent agent)
    {
        var used = agent.Used;
        var quota = agent.Record.Settings.QuotaConfig;
        var metered = agent.Trades.Values.Count(trade =>
            IsFilled(trade) && trade.Reasoning != "The agent is wound up."
        );
        Require(used.ApiCalls == metered, $"{agent.Record.AgentId} made {metered} fills and metered {used.ApiCalls}");
        Require(
            used.ApiCalls <= quota.ApiCalls * 1.05m,
            $"{agent.Record.AgentId} used {used.ApiCalls} of {quota.ApiCalls}"
        );
    }

    /// <summary>An approved trade is filled, unless the book had to refuse it or storage failed too often; a rejected or expired one never is.</summary>
    private void CheckRequests()
    {
        foreach (var request in requests.Where(request => request.Status != OversightStatus.Pending))
        {
            var trade = agents[request.AgentId].Trades.GetValueOrDefault(request.TradeId);
            Require(trade is not null, $"{request.RequestId} is about a trade that has no row");
            var refused = trade?.FailureReason is { } why && NotToBeFilled(why);
            Require(
                request.Status == OversightStatus.Approved
                    ? trade?.Status == TradeStatus.Completed || refused
                    : trade?.Status == TradeStatus.Cancelled,
                $"{request.TradeId} was {request.Status} and is {trade?.Status}: {trade?.FailureReason}"
            );
        }
    }

    private static bool NotToBeFilled(string reason) =>
        new[]
        {
            "The agent is ",
            "The agent's monthly quota",
            "Buying ",
            "Selling ",
            "The order could not be carried out",
        }.Any(start => reason.StartsWith(start, StringComparison.Ordinal));

    private void Same(StoredAgent agent, string what, decimal expected, decimal found) =>
        Require(expected == found, $"{agent.Record.AgentId}: {what} is {found} and its trades say {expected}");

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            broken.Add(otherwise);
        }
    }
}
