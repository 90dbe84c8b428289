using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class EntityTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Returns_what_was_added_with_its_version_and_timestamp()
    {
        var table = await TestTable.CreateAsync(azurite);
        var added = await table.AddEntityAsync(new TableEntity("p", "r") { ["Symbol"] = "ACME" }, Cancel);

        var read = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel);

        Assert.Equal(204, added.Status);
        Assert.Equal("ACME", read.Value["Symbol"]);
        Assert.Equal("p", read.Value.PartitionKey);
        Assert.Equal("r", read.Value.RowKey);
        Assert.Equal(added.Headers.ETag, read.Value.ETag);
        Assert.NotNull(read.Value.Timestamp);
        Assert.False(read.Value.ContainsKey("odata.metadata"));
    }

    [Fact]
    public async Task Refuses_to_add_a_key_twice()
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancel);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), Cancel)
        );

        Assert.Equal(409, refused.Status);
        Assert.Equal("EntityAlreadyExists", refused.ErrorCode);
        Assert.True(refused.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task A_missing_entity_is_an_error_or_no_value_as_asked()
    {
        var table = await TestTable.CreateAsync(azurite);

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.GetEntityAsync<TableEntity>("p", "none", cancellationToken: Cancel)
        );
        var absent = await table.GetEntityIfExistsAsync<TableEntity>("p", "none", cancellationToken: Cancel);

        Assert.Equal(404, missing.Status);
        Assert.True(missing.ErrorCode == TableErrorCode.ResourceNotFound);
        Assert.False(absent.HasValue);
        Assert.Equal(404, absent.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => absent.Value);
    }

    [Fact]
    public async Task Gets_an_entity_that_exists_when_asked_whether_it_does()
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Shares"] = 5 }, Cancel);

        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel);

        Assert.True(found.HasValue);
        Assert.Equal(5, found.Value!.GetInt32("Shares"));
    }

    [Fact]
    public async Task Merge_keeps_other_properties_and_replace_drops_them()
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancel);

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 3 }, ETag.All, TableUpdateMode.Merge, Cancel);
        var merged = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 4 }, TableUpdateMode.Replace, Cancel);
        var replaced = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel);

        Assert.Equal(1, merged.Value["A"]);
        Assert.Equal(3, merged.Value["B"]);
        Assert.False(replaced.Value.ContainsKey("A"));
        Assert.Equal(4, replaced.Value["C"]);
    }

    [Fact]
    public async Task Upsert_inserts_what_is_missing_in_both_modes()
    {
        var table = await TestTable.CreateAsync(azurite);

        await table.UpsertEntityAsync(new TableEntity("p", "merge"), cancellationToken: Cancel);
        await table.UpsertEntityAsync(new TableEntity("p", "replace"), TableUpdateMode.Replace, Cancel);

        Assert.True(
            (await table.GetEntityIfExistsAsync<TableEntity>("p", "merge", cancellationToken: Cancel)).HasValue
        );
        Assert.True(
            (await table.GetEntityIfExistsAsync<TableEntity>("p", "replace", cancellationToken: Cancel)).HasValue
        );
    }

    [Fact]
    public async Task An_update_with_an_old_version_changes_nothing()
    {
        var table = await TestTable.CreateAsync(azurite);
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { ["Shares"] = 1 }, Cancel);
        await table.UpdateEntityAsync(
            new TableEntity("p", "r") { ["Shares"] = 2 },
            first.Headers.ETag!.Value,
            cancellationToken: Cancel
        );

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.UpdateEntityAsync(
                new TableEntity("p", "r") { ["Shares"] = 3 },
                first.Headers.ETag.Value,
                cancellationToken: Cancel
            )
        );

        var stored = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        Assert.Equal(412, refused.Status);
        Assert.True(refused.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        Assert.Equal(2, stored.Value["Shares"]);
    }

    [Fact]
    public async Task An_update_of_a_missing_entity_is_refused_even_with_the_wildcard()
    {
        var table = await TestTable.CreateAsync(azurite);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All, cancellationToken: Cancel)
        );

        Assert.Equal(404, refused.Status);
    }

    [Fact]
    public async Task An_update_must_name_a_version()
    {
        var table = await TestTable.CreateAsync(azurite);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            table.UpdateEntityAsync(new TableEntity("p", "r"), default, cancellationToken: Cancel)
        );
    }

    [Fact]
    public async Task Deletes_by_key_by_entity_and_only_the_version_asked_for()
    {
        var table = await TestTable.CreateAsync(azurite);
        var old = await table.AddEntityAsync(new TableEntity("p", "a"), Cancel);
        await table.UpsertEntityAsync(new TableEntity("p", "a") { ["X"] = 1 }, cancellationToken: Cancel);
        await table.AddEntityAsync(new TableEntity("p", "b"), Cancel);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.DeleteEntityAsync("p", "a", old.Headers.ETag!.Value, Cancel)
        );
        await table.DeleteEntityAsync("p", "a", cancellationToken: Cancel);
        await table.DeleteEntityAsync(new TableEntity("p", "b"), cancellationToken: Cancel);
        var again = await table.DeleteEntityAsync("p", "b", cancellationToken: Cancel);

        Assert.Equal(412, refused.Status);
        Assert.Equal(404, again.Status);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("it's", "O'Neil ''")]
    [InlineData("100% & more", "a+b=c; d")]
    [InlineData("日本 ŁÓDŹ", "emoji 😀 e\u0301")]
    [InlineData("", "")]
    [InlineData("a|b", "~!@$^*()_-[]{}<>,.:\"`")]
    public async Task Keys_of_odd_characters_are_stored_found_and_deleted(string partitionKey, string rowKey)
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["Text"] = rowKey }, Cancel);

        var byKey = await table.GetEntityAsync<TableEntity>(partitionKey, rowKey, cancellationToken: Cancel);
        var byFilter = await table
            .QueryAsync<TableEntity>(
                e => e.PartitionKey == partitionKey && e.RowKey == rowKey,
                cancellationToken: Cancel
            )
            .ToListAsync(Cancel);
        await table.UpdateEntityAsync(byKey.Value, byKey.Value.ETag, TableUpdateMode.Replace, Cancel);
        await table.DeleteEntityAsync(partitionKey, rowKey, cancellationToken: Cancel);
        var deleted = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: Cancel);

        Assert.Equal(rowKey, byKey.Value["Text"]);
        Assert.Equal(rowKey, Assert.Single(byFilter).RowKey);
        Assert.False(deleted.HasValue);
    }

    [Fact]
    public async Task Selects_only_the_properties_asked_for()
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancel);

        var one = await table.GetEntityAsync<TableEntity>("p", "r", ["A"], Cancel);
        var many = await table
            .QueryAsync<TableEntity>("", select: ["B"], cancellationToken: Cancel)
            .ToListAsync(Cancel);

        Assert.Equal(1, one.Value["A"]);
        Assert.Null(one.Value["B"]);
        Assert.Equal(2, Assert.Single(many)["B"]);
        Assert.Null(many[0]["A"]);
    }

    [Fact]
    public async Task A_property_of_32_K_characters_is_stored_and_one_more_is_refused()
    {
        var table = await TestTable.CreateAsync(azurite);
        var longest = new string('x', 32 * 1024);

        await table.AddEntityAsync(new TableEntity("p", "fits") { ["Text"] = longest }, Cancel);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "big") { ["Text"] = longest + "x" }, Cancel)
        );

        var read = await table.GetEntityAsync<TableEntity>("p", "fits", cancellationToken: Cancel);
        Assert.Equal(longest, read.Value["Text"]);
        Assert.True(refused.ErrorCode == TableErrorCode.PropertyValueTooLarge, refused.ErrorCode);
    }

    [Fact]
    public async Task An_entity_above_one_mebibyte_is_refused_wherever_it_stands()
    {
        var table = await TestTable.CreateAsync(azurite);
        var fits = new TableEntity("p", "fits");
        var large = new TableEntity("p", "large");
        for (var i = 0; i < 16; i++)
        {
            fits[$"P{i}"] = new string('x', 32 * 1000);
            large[$"P{i}"] = new string('x', 32 * 1024);
        }

        await table.AddEntityAsync(fits, Cancel);
        var alone = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(large, Cancel));
        var together = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpsertReplace, fits),
                    new(TableTransactionActionType.UpsertReplace, large),
                ],
                Cancel
            )
        );

        Assert.Equal(400, alone.Status);
        Assert.True(alone.ErrorCode == TableErrorCode.EntityTooLarge, alone.ErrorCode);
        Assert.True(together.ErrorCode == TableErrorCode.EntityTooLarge, together.ErrorCode);
        Assert.Equal(1, together.FailedTransactionActionIndex);
    }
}
