using AgentTrader.Services.Audit;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AgentTrader.Services.Tests.Audit;

public sealed class AuditLogTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);
    private static int instances;
    private readonly ManualTimeProvider clock = new(Start);
    private readonly InstanceStorage storage;
    private readonly AuditLog log;
    private int written;

    public AuditLogTests(AzuriteFixture azurite)
    {
        storage = new InstanceStorage(
            new TableServiceClient(azurite.ConnectionString),
            new QueueServiceClient(azurite.ConnectionString),
            $"audit{Environment.ProcessId}x{Interlocked.Increment(ref instances)}"
        );
        log = new AuditLog(storage, clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TableClient Table => storage.Table(TableNames.Audit);

    public async ValueTask InitializeAsync() => await Table.CreateIfNotExistsAsync(Cancel);

    public async ValueTask DisposeAsync() => await Table.DeleteAsync(CancellationToken.None);

    [Fact]
    public async Task An_empty_log_is_valid_and_lists_nothing()
    {
        Assert.Equal(new AuditVerification(true, 0, null, null), await log.VerifyAsync(Cancel));
        Assert.Empty((await ListAsync(new AuditFilter())));
    }

    [Fact]
    public async Task What_was_appended_is_listed_newest_first_and_verifies_across_days()
    {
        var appended = await AppendAsync(40, days: 5);
        appended.Reverse();
        var listed = await ListAsync(new AuditFilter(), pageSize: 7);
        Assert.Equal(appended.Select(entry => entry.EntryId), listed.Select(entry => entry.EntryId));
        Assert.Equal("it's über", listed[0].Details!.Value.GetProperty("text").GetString());
        Assert.Equal(new AuditVerification(true, 40, null, null), await log.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task The_same_entry_again_changes_nothing_also_on_a_later_day_and_another_host()
    {
        var entries = await AppendAsync(10, days: 2);
        await Task.WhenAll(entries.Select(entry => log.AppendAsync(entry, Cancel)));
        clock.Advance(TimeSpan.FromDays(2));
        var other = new AuditLog(storage, clock);
        await other.AppendAsync(Entry(), Cancel);
        await Task.WhenAll(entries.Select(entry => other.AppendAsync(entry, Cancel)));
        Assert.Equal(new AuditVerification(true, 11, null, null), await log.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task Several_hosts_append_to_one_chain_also_while_the_day_turns()
    {
        clock.Advance(TimeSpan.FromHours(8.99));
        var hosts = Enumerable.Range(0, 4).Select(_ => new AuditLog(storage, clock)).ToArray();
        var entries = Enumerable.Range(0, 80).Select(_ => Entry()).ToArray();
        var appends = entries.Select((entry, index) => hosts[index % 4].AppendAsync(entry, Cancel)).ToArray();
        clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll([.. appends, .. hosts.Select(host => host.AppendAsync(Entry(), Cancel))]);
        Assert.Equal(new AuditVerification(true, 84, null, null), await log.VerifyAsync(Cancel));
        Assert.Equal(84, (await ListAsync(new AuditFilter())).Select(entry => entry.EntryId).Distinct().Count());
    }

    [Fact]
    public async Task Filters_choose_by_who_what_and_when()
    {
        var all = await AppendAsync(24, days: 3);
        async Task CheckAsync(AuditFilter filter, Func<AuditEntry, bool> expected) =>
            Assert.Equal(
                all.Where(expected).Select(entry => entry.EntryId).Order(StringComparer.Ordinal),
                (await ListAsync(filter, pageSize: 3)).Select(entry => entry.EntryId).Order(StringComparer.Ordinal)
            );

        await CheckAsync(new AuditFilter(UserId: "usr_1"), entry => entry.UserId == "usr_1");
        await CheckAsync(new AuditFilter(Action: "trade.execute"), entry => entry.Action == "trade.execute");
        await CheckAsync(
            new AuditFilter(ResourceId: all[4].ResourceId),
            entry => entry.ResourceId == all[4].ResourceId
        );
        await CheckAsync(new AuditFilter(ResourceId: "it's"), _ => false);
        var (from, to) = (all[5].Timestamp, all[19].Timestamp);
        await CheckAsync(
            new AuditFilter(UserId: "usr_1", From: from, To: to),
            entry => entry.UserId == "usr_1" && entry.Timestamp >= from && entry.Timestamp < to
        );
    }

    [Theory]
    [InlineData("Json0")]
    [InlineData("Action")]
    [InlineData("UserId")]
    [InlineData("At")]
    [InlineData("Hash")]
    [InlineData("PreviousHash")]
    [InlineData("Number")]
    [InlineData("Extra")]
    public async Task A_changed_entry_is_named(string column)
    {
        await AppendAsync(24, days: 2);
        var victim = (await RowsAsync("e|")).First(row => row.GetInt64("Number") == 2);
        var where = Where(victim);
        victim[column] = column switch
        {
            "Json0" => victim.GetString("Json0").Replace("usr_", "usr-", StringComparison.Ordinal),
            "At" => victim.GetDateTimeOffset("At")!.Value.AddSeconds(1),
            "Number" => 3L,
            _ => victim.GetString(column) + "0",
        };
        await Table.UpdateEntityAsync(victim, ETag.All, TableUpdateMode.Replace, Cancel);
        await ExpectBadAsync(where);
    }

    [Fact]
    public async Task A_changed_entry_whose_hash_was_made_anew_is_named()
    {
        await AppendAsync(24, days: 2);
        var victim = (await RowsAsync("e|")).First(row => row.GetInt64("Number") == 2);
        var entry = JsonRow.Read<AuditEntry>(victim) with { Action = "nothing.happened" };
        var forged = AuditChain.EntryRow(victim.PartitionKey, 2, victim.GetString("PreviousHash"), entry);
        await Table.UpdateEntityAsync(forged, ETag.All, TableUpdateMode.Replace, Cancel);
        await ExpectBadAsync(Where(victim));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_removed_entry_is_named(int number)
    {
        await AppendAsync(24, days: 2);
        var victim = (await RowsAsync("e|")).First(row => row.GetInt64("Number") == number);
        await Table.DeleteEntityAsync(victim.PartitionKey, victim.RowKey, ETag.All, Cancel);
        await ExpectBadAsync(Where(victim));
    }

    [Fact]
    public async Task The_newest_entry_removed_is_named()
    {
        await AppendAsync(24, days: 2);
        var last = (await RowsAsync("e|")).GroupBy(row => row.PartitionKey).Last().First();
        await Table.DeleteEntityAsync(last.PartitionKey, last.RowKey, ETag.All, Cancel);
        await ExpectBadAsync(Where(last));
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        await AppendAsync(24, days: 1);
        var day = (await RowsAsync("e|")).GroupBy(row => row.PartitionKey).First(rows => rows.Count() > 2).ToArray();
        var (one, other) = (day[^1], day[^2]);
        var (oneKey, otherKey) = (one.RowKey, other.RowKey);
        (one.RowKey, other.RowKey) = (otherKey, oneKey);
        (one["Number"], other["Number"]) = (other["Number"], one["Number"]);
        await Table.UpsertEntityAsync(one, TableUpdateMode.Replace, Cancel);
        await Table.UpsertEntityAsync(other, TableUpdateMode.Replace, Cancel);
        await ExpectBadAsync($"{one.PartitionKey}/1");
    }

    [Fact]
    public async Task A_removed_day_is_found()
    {
        await AppendAsync(30, days: 3);
        var heads = await RowsAsync(AuditChain.HeadRow);
        var middle = heads.First(head => head.GetString("Previous") is not null && head.GetString("Next") is not null);
        await foreach (
            var row in Table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {middle.PartitionKey}"),
                cancellationToken: Cancel
            )
        )
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, Cancel);
        }

        await ExpectBadAsync($"{middle.PartitionKey}/1");
    }

    [Fact]
    public async Task A_head_set_back_is_found()
    {
        await AppendAsync(24, days: 1);
        var entries = (await RowsAsync("e|"))
            .GroupBy(row => row.PartitionKey)
            .First(rows => rows.Count() > 2)
            .ToArray();
        var head = (await RowsAsync(AuditChain.HeadRow)).Single(row => row.PartitionKey == entries[0].PartitionKey);
        head["Count"] = entries.Length - 1L;
        await Table.UpdateEntityAsync(head, ETag.All, TableUpdateMode.Replace, Cancel);
        var verdict = await log.VerifyAsync(Cancel);
        Assert.False(verdict.Valid);
    }

    [Fact]
    public async Task An_entry_appended_after_a_crash_while_the_day_turned_continues_the_chain()
    {
        await AppendAsync(8, days: 1);
        // The host named the new day in the old one's head and was gone before it made the new head.
        foreach (var row in await RowsAsync(AuditChain.HeadRow))
        {
            row["Next"] = AuditChain.Partition(Start.AddDays(1), row.PartitionKey[^1..]);
            await Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Cancel);
        }

        Assert.True((await log.VerifyAsync(Cancel)).Valid);
        clock.Advance(TimeSpan.FromDays(1));
        await AppendAsync(8, days: 1);
        Assert.Equal(new AuditVerification(true, 16, null, null), await log.VerifyAsync(Cancel));
    }

    private static string Where(TableEntity row) => $"{row.PartitionKey}/{AuditChain.NumberOf(row.RowKey)}";

    private async Task ExpectBadAsync(string where)
    {
        var verdict = await log.VerifyAsync(Cancel);
        Assert.Equal((false, where), (verdict.Valid, verdict.FirstBad));
        Assert.NotNull(verdict.Finding);
    }

    private AuditEntry Entry()
    {
        var number = Interlocked.Increment(ref written);
        return new AuditEntry
        {
            EntryId = $"aud_{number}",
            Timestamp = clock.GetUtcNow(),
            UserId = number % 3 == 0 ? null : $"usr_{number % 3}",
            Action = number % 2 == 0 ? "trade.execute" : "agent.create",
            ResourceType = number % 2 == 0 ? "trade" : "agent",
            ResourceId = $"res_{number}",
            IpAddress = "127.0.0.1",
            Details = AuditEntry.DetailsOf(new { n = number, text = "it's über" }),
        };
    }

    private async Task<List<AuditEntry>> AppendAsync(int count, int days)
    {
        var entries = new List<AuditEntry>();
        for (var index = 0; index < count; index++)
        {
            if (index > 0 && index % (count / days) == 0)
            {
                clock.Advance(TimeSpan.FromDays(1));
            }

            clock.Advance(TimeSpan.FromSeconds(1));
            entries.Add(Entry());
            await log.AppendAsync(entries[^1], Cancel);
        }

        return entries;
    }

    private async Task<List<AuditEntry>> ListAsync(AuditFilter filter, int pageSize = 50)
    {
        var all = new List<AuditEntry>();
        string? continuation = null;
        do
        {
            (var page, continuation) = await log.ListAsync(filter, pageSize, continuation, Cancel);
            Assert.InRange(page.Count, 0, pageSize);
            all.AddRange(page);
        } while (continuation is not null);

        return all;
    }

    private async Task<List<TableEntity>> RowsAsync(string keyPrefix)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Table.QueryAsync<TableEntity>(cancellationToken: Cancel))
        {
            if (row.RowKey.StartsWith(keyPrefix, StringComparison.Ordinal))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
