using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class TransactionTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_rows_are_stored_together_with_an_etag_each()
    {
        var table = await TestTable.CreateAsync(azurite);
        var actions = Enumerable
            .Range(0, 100)
            .Select(i => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity("it's ŁÓDŹ", $"row '{i:D3}'") { ["Text"] = $"é {i}" }
            ));

        var response = await table.SubmitTransactionAsync(actions, Cancel);

        var stored = await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.Equal(100, response.Value.Count);
        Assert.All(response.Value, part => Assert.Equal(204, part.Status));
        Assert.Equal(stored.Select(entity => entity.ETag), response.Value.Select(part => part.Headers.ETag!.Value));
        Assert.Equal("é 99", stored[99]["Text"]);
    }

    [Fact]
    public async Task Each_kind_of_action_does_its_own_thing()
    {
        var table = await TestTable.CreateAsync(azurite);
        foreach (var row in new[] { "merge", "replace", "delete", "upsertmerge", "upsertreplace" })
        {
            await table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = 1 }, Cancel);
        }

        await table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, New("add")),
                new(TableTransactionActionType.UpdateMerge, New("merge"), ETag.All),
                new(TableTransactionActionType.UpdateReplace, New("replace"), ETag.All),
                new(TableTransactionActionType.Delete, New("delete")),
                new(TableTransactionActionType.UpsertMerge, New("upsertmerge")),
                new(TableTransactionActionType.UpsertReplace, New("upsertreplace")),
            ],
            Cancel
        );

        var rows = await table
            .QueryAsync<TableEntity>(cancellationToken: Cancel)
            .ToDictionaryAsync(e => e.RowKey, cancellationToken: Cancel);
        Assert.Equal(["add", "merge", "replace", "upsertmerge", "upsertreplace"], rows.Keys);
        Assert.All(rows.Values, row => Assert.Equal(2, row["New"]));
        Assert.True(rows["merge"].ContainsKey("Old"));
        Assert.True(rows["upsertmerge"].ContainsKey("Old"));
        Assert.False(rows["replace"].ContainsKey("Old"));
        Assert.False(rows["upsertreplace"].ContainsKey("Old"));

        static TableEntity New(string row) => new("p", row) { ["New"] = 2 };
    }

    [Fact]
    public async Task One_refused_action_undoes_all_and_is_named()
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "taken"), Cancel);

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", "a")),
                    new(TableTransactionActionType.Add, new TableEntity("p", "b")),
                    new(TableTransactionActionType.Add, new TableEntity("p", "taken")),
                    new(TableTransactionActionType.Add, new TableEntity("p", "c")),
                ],
                Cancel
            )
        );

        var stored = await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(2, refused.FailedTransactionActionIndex);
        Assert.Equal(409, refused.Status);
        Assert.True(refused.ErrorCode == TableErrorCode.EntityAlreadyExists, refused.ErrorCode);
        Assert.Equal("taken", Assert.Single(stored).RowKey);
    }

    [Fact]
    public async Task An_old_version_within_a_transaction_undoes_it()
    {
        var table = await TestTable.CreateAsync(azurite);
        var first = await table.AddEntityAsync(new TableEntity("p", "book") { ["Cash"] = 1 }, Cancel);
        await table.UpsertEntityAsync(new TableEntity("p", "book") { ["Cash"] = 2 }, cancellationToken: Cancel);

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", "trade")),
                    new(
                        TableTransactionActionType.UpdateReplace,
                        new TableEntity("p", "book") { ["Cash"] = 3 },
                        first.Headers.ETag!.Value
                    ),
                ],
                Cancel
            )
        );

        Assert.Equal(1, refused.FailedTransactionActionIndex);
        Assert.Equal(412, refused.Status);
        Assert.True(refused.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied, refused.ErrorCode);
        Assert.Equal(
            2,
            (await table.GetEntityAsync<TableEntity>("p", "book", cancellationToken: Cancel)).Value["Cash"]
        );
        Assert.False(
            (await table.GetEntityIfExistsAsync<TableEntity>("p", "trade", cancellationToken: Cancel)).HasValue
        );
    }

    [Fact]
    public async Task The_right_version_is_accepted()
    {
        var table = await TestTable.CreateAsync(azurite);
        var first = await table.AddEntityAsync(new TableEntity("p", "book") { ["Cash"] = 1 }, Cancel);

        var response = await table.SubmitTransactionAsync(
            [
                new(
                    TableTransactionActionType.UpdateReplace,
                    new TableEntity("p", "book") { ["Cash"] = 2 },
                    first.Headers.ETag!.Value
                ),
            ],
            Cancel
        );

        var stored = (await table.GetEntityAsync<TableEntity>("p", "book", cancellationToken: Cancel)).Value;
        Assert.Equal(2, stored["Cash"]);
        Assert.Equal(stored.ETag, response.Value[0].Headers.ETag);
    }

    [Fact]
    public async Task Refuses_nothing_and_more_than_a_hundred()
    {
        var table = await TestTable.CreateAsync(azurite);
        var tooMany = Enumerable
            .Range(0, 101)
            .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i}")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([], Cancel));
        await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(tooMany, Cancel));
    }

    [Fact]
    public async Task Refuses_two_partitions_as_the_service_does()
    {
        var table = await TestTable.CreateAsync(azurite);

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", "r")),
                    new(TableTransactionActionType.Add, new TableEntity("q", "r")),
                ],
                Cancel
            )
        );

        Assert.Equal(1, refused.FailedTransactionActionIndex);
        Assert.True(refused.ErrorCode == TableErrorCode.CommandsInBatchActOnDifferentPartitions, refused.ErrorCode);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("it's", "O'Neil ''")]
    [InlineData("100% & more", "a+b=c; d")]
    [InlineData("a|b", "trade|0001|x")]
    public async Task Keys_of_odd_characters_are_changed_and_deleted(string partitionKey, string rowKey)
    {
        var table = await TestTable.CreateAsync(azurite);
        var entity = new TableEntity(partitionKey, rowKey) { ["A"] = 1 };

        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, entity)], Cancel);
        var stored = await table.GetEntityAsync<TableEntity>(partitionKey, rowKey, cancellationToken: Cancel);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, entity, stored.Value.ETag)], Cancel);

        Assert.Equal(1, stored.Value["A"]);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel));
    }
}
