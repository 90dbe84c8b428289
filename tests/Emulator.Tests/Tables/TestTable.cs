using AgentTrader.Testing;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

/// <summary>A fresh table of a test's own in the shared Azurite.</summary>
internal static class TestTable
{
    private static int count;

    public static string NewName() => $"tabletests{Interlocked.Increment(ref count)}";

    public static async Task<TableClient> CreateAsync(AzuriteFixture azurite, TableClientOptions? options = null)
    {
        var table = new TableClient(azurite.ConnectionString, NewName(), options!);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }
}
