using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>The ledger rows of an agent's reserve pool: the pool changes by nothing else (document 5, requirement 18.2).</summary>
public static class ReserveLedger
{
    public static AgentLog<ReserveEntry> Log { get; } = new("reserve");

    /// <summary>The row of an entry, for the transaction that changes the pool.</summary>
    /// <param name="agentId">Whose pool.</param>
    /// <param name="entry">What changed.</param>
    /// <param name="cause">The trade or step behind it: the same cause has one entry.</param>
    /// <param name="place">Counts the entries of one cause.</param>
    public static TableTransactionAction Put(string agentId, ReserveEntry entry, string cause, int place = 0) =>
        Log.Put(agentId, entry.At, cause, place, entry);
}
