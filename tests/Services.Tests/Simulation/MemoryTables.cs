using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The tables of <see cref="MemoryCloud"/>; each is there from the start.</summary>
internal sealed class MemoryTables(MemoryCloud cloud) : TableServiceClient
{
    private readonly ConcurrentDictionary<string, MemoryTable> tables = new();

    public override TableClient GetTableClient(string tableName) =>
        tables.GetOrAdd(tableName, name => new MemoryTable(cloud, name));
}
