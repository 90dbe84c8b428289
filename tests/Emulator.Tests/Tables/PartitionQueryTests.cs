using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

/// <summary>
/// Azurite finds the rows of one partition by an index of ours (partition-index.cjs). Its answers are those that looking at
/// each row would give.
/// </summary>
public sealed class PartitionQueryTests(AzuriteFixture azurite)
{
    private const int Seed = 20250303;
    private const int Changes = 400;
    private static readonly string[] Partitions = ["a", "b", "it's", "x or y"];

    [Theory]
    [InlineData("PartitionKey eq 'a'", "a1,a2,a3")]
    [InlineData("PartitionKey eq 'a' and RowKey gt '1' and RowKey le '3'", "a2,a3")]
    [InlineData("PartitionKey eq 'a' and RowKey ge '2' and RowKey lt '3'", "a2")]
    [InlineData("PartitionKey eq 'a' and RowKey eq '2'", "a2")]
    [InlineData("PartitionKey eq 'a' and RowKey gt '3'", "")]
    [InlineData("PartitionKey eq 'a' and RowKey ge '2' and not (RowKey ge '3')", "a2")]
    [InlineData("PartitionKey eq 'a' and Even eq true and RowKey gt '1'", "a2")]
    [InlineData("PartitionKey eq 'a' and (RowKey eq '1' or RowKey eq '3')", "a1,a3")]
    [InlineData("PartitionKey eq 'a' or PartitionKey eq 'it''s'", "a1,a2,a3,it's1")]
    [InlineData("PartitionKey eq 'a' and RowKey eq '1' or RowKey eq '9'", "a1,b9")]
    [InlineData("PartitionKey eq 'it''s'", "it's1")]
    [InlineData("PartitionKey eq 'x or y' and RowKey ge '0'", "x or y1")]
    [InlineData("PartitionKey eq 'a' and RowKey le '2' and RowKey lt '2'", "a1")]
    [InlineData("PartitionKey eq 'none'", "")]
    [InlineData("PartitionKey ge 'b' and PartitionKey lt 'j'", "b9,it's1")]
    [InlineData("RowKey ge '1' and RowKey lt '2'", "a1,it's1,x or y1")]
    [InlineData(null, "a1,a2,a3,b9,it's1,x or y1")]
    public async Task A_query_of_a_partition_answers_its_rows_in_order_and_no_others(string? filter, string expected)
    {
        var token = TestContext.Current.CancellationToken;
        var table = await CreateTableAsync("partitionqueries");
        (string Partition, string Row)[] keys =
        [
            ("b", "9"),
            ("a", "3"),
            ("a", "1"),
            ("it's", "1"),
            ("a", "2"),
            ("x or y", "1"),
        ];
        foreach (var (partition, row) in keys)
        {
            await table.UpsertEntityAsync(
                new TableEntity(partition, row) { ["Even"] = row == "2" },
                cancellationToken: token
            );
        }

        // A page of one row at a time, so that continuing is tried too.
        var found = table
            .QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: token)
            .Select(row => row.PartitionKey + row.RowKey);
        Assert.Equal(expected, string.Join(',', await found.ToListAsync(token)));
    }

    [Fact]
    public async Task After_any_changes_and_failed_transactions_a_partition_holds_what_was_stored_last()
    {
        var token = TestContext.Current.CancellationToken;
        var table = await CreateTableAsync("partitionchanges");
        var random = new Random(Seed);
        var expected = Partitions.ToDictionary(
            name => name,
            _ => new SortedDictionary<string, int>(StringComparer.Ordinal)
        );
        for (var change = 0; change < Changes; change++)
        {
            var partition = Partitions[random.Next(Partitions.Length)];
            await ChangeAsync(table, partition, expected[partition], change, random);
        }

        foreach (var (partition, rows) in expected)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {"1"}");
            var stored = await table
                .QueryAsync<TableEntity>(filter, cancellationToken: token)
                .Select(row => (row.RowKey, row.GetInt32("Value")!.Value))
                .ToListAsync(token);
            var wanted = rows.Select(row => (row.Key, row.Value))
                .Where(row => string.CompareOrdinal(row.Key, "1") >= 0);
            Assert.Equal(wanted, stored);
            foreach (var (row, value) in rows)
            {
                Assert.Equal(
                    value,
                    (await table.GetEntityAsync<TableEntity>(partition, row, cancellationToken: token)).Value["Value"]
                );
            }
        }
    }

    private static async Task ChangeAsync(
        TableClient table,
        string partition,
        SortedDictionary<string, int> rows,
        int value,
        Random random
    )
    {
        var token = TestContext.Current.CancellationToken;
        var key = $"{random.Next(30)}";
        var row = new TableEntity(partition, key) { ["Value"] = value };
        switch (random.Next(5))
        {
            case 0:
                await table.DeleteEntityAsync(partition, key, ETag.All, token);
                rows.Remove(key);
                break;
            case 1:
                await table.UpsertEntityAsync(row, TableUpdateMode.Merge, token);
                rows[key] = value;
                break;
            case 2:
                TableTransactionAction[] undone =
                [
                    new(TableTransactionActionType.UpsertReplace, row),
                    new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, $"new{value}")),
                    new(TableTransactionActionType.UpdateReplace, new TableEntity(partition, "never stored"), ETag.All),
                ];
                await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
                    table.SubmitTransactionAsync(undone, token)
                );
                break;
            default:
                await table.UpsertEntityAsync(row, TableUpdateMode.Replace, token);
                rows[key] = value;
                break;
        }
    }

    private async Task<TableClient> CreateTableAsync(string name)
    {
        var table = new TableClient(azurite.ConnectionString, name);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }
}
