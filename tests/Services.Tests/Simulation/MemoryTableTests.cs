using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The table in memory answers as the real protocol does, call by call.</summary>
public sealed class MemoryTableTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_table_in_memory_answers_each_call_as_Azurite_does()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var memory = new MemoryCloud(new ManualTimeProvider(Start)).Tables;
        var name = $"conformance{Environment.ProcessId}";
        var real = await TalkAsync(service.GetTableClient(name));
        var remembered = await TalkAsync(memory.GetTableClient(name));
        Assert.Equal(real, remembered);
        Assert.Contains("page of 2, more", real);
    }

    /// <summary>Every kind of call that the product makes, and what each answered.</summary>
    private static async Task<List<string>> TalkAsync(TableClient table)
    {
        var said = new List<string>();
        async Task Say(string what, Func<Task<string>> call)
        {
            try
            {
                said.Add($"{what}: {await call()}");
            }
            catch (TableTransactionFailedException failure)
            {
                said.Add($"{what}: transaction refused with {failure.Status} {failure.ErrorCode}");
            }
            catch (RequestFailedException failure)
            {
                said.Add($"{what}: {failure.Status} {failure.ErrorCode}");
            }
        }

        await table.CreateIfNotExistsAsync();
        var stale = new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");
        await Say("add", async () => $"{(await table.AddEntityAsync(Row("a", 1))).Status}");
        await Say("add again", async () => $"{(await table.AddEntityAsync(Row("a", 2))).Status}");
        await Say("get", async () => Show((await table.GetEntityAsync<TableEntity>("p", "a")).Value));
        await Say("get missing", async () => Show((await table.GetEntityAsync<TableEntity>("p", "x")).Value));
        await Say("look", async () => $"{(await table.GetEntityIfExistsAsync<TableEntity>("p", "x")).HasValue}");
        var tag = (await table.GetEntityAsync<TableEntity>("p", "a")).Value.ETag;
        await Say(
            "stale",
            async () => $"{(await table.UpdateEntityAsync(Row("a", 3), stale, TableUpdateMode.Replace)).Status}"
        );
        await Say(
            "update",
            async () => $"{(await table.UpdateEntityAsync(Row("a", 4), tag, TableUpdateMode.Replace)).Status}"
        );
        await Say(
            "old tag",
            async () => $"{(await table.UpdateEntityAsync(Row("a", 5), tag, TableUpdateMode.Replace)).Status}"
        );
        await Say(
            "update missing",
            async () => $"{(await table.UpdateEntityAsync(Row("x", 5), tag, TableUpdateMode.Replace)).Status}"
        );
        var merged = new TableEntity("p", "a") { ["Other"] = "here" };
        await Say(
            "merge",
            async () => $"{(await table.UpdateEntityAsync(merged, ETag.All, TableUpdateMode.Merge)).Status}"
        );
        await Say("merged", async () => Show((await table.GetEntityAsync<TableEntity>("p", "a")).Value));
        await Say(
            "answer's tag",
            async () =>
            {
                var answer = await table.UpdateEntityAsync(Row("a", 6), ETag.All, TableUpdateMode.Replace);
                return $"{answer.Headers.ETag == (await table.GetEntityAsync<TableEntity>("p", "a")).Value.ETag}";
            }
        );
        await Say("delete missing", async () => $"{(await table.DeleteEntityAsync("p", "x", ETag.All)).Status}");
        await Say("delete stale", async () => $"{(await table.DeleteEntityAsync("p", "a", stale)).Status}");
        await TransactAsync(table, tag, Say);
        await QueryAsync(table, said);
        return said;
    }

    private static async Task TransactAsync(TableClient table, ETag old, Func<string, Func<Task<string>>, Task> say)
    {
        async Task<string> Submit(params TableTransactionAction[] actions)
        {
            var done = await table.SubmitTransactionAsync(actions);
            return string.Join(' ', done.Value.Select(part => part.Status));
        }

        TableTransactionAction Add(string row) => new(TableTransactionActionType.Add, Row(row, 1));
        TableTransactionAction Upsert(string row) => new(TableTransactionActionType.UpsertReplace, Row(row, 2));
        TableTransactionAction Replace(ETag tag) => new(TableTransactionActionType.UpdateReplace, Row("a", 7), tag);
        var now = (await table.GetEntityAsync<TableEntity>("p", "a")).Value.ETag;
        await say("transaction", () => Submit(Replace(now), Add("b"), Upsert("c")));
        await say("stale first", () => Submit(Replace(old), Add("b")));
        await say("duplicate after", () => Submit(Replace(ETag.All), Upsert("d"), Add("b")));
        await say("rolled back", async () => $"{(await table.GetEntityIfExistsAsync<TableEntity>("p", "d")).HasValue}");
        await say(
            "deleted",
            () => Submit(new TableTransactionAction(TableTransactionActionType.Delete, Row("c", 0), ETag.All))
        );
    }

    private static async Task QueryAsync(TableClient table, List<string> said)
    {
        await table.AddEntityAsync(
            new TableEntity("p", "q'1")
            {
                ["Number"] = 1,
                ["Flag"] = true,
                ["At"] = Start,
            }
        );
        await table.AddEntityAsync(
            new TableEntity("p", "q'2")
            {
                ["Number"] = 2,
                ["Flag"] = false,
                ["At"] = Start.AddDays(1),
            }
        );
        await table.AddEntityAsync(new TableEntity("q", "q'3") { ["Number"] = 3, ["Flag"] = false });
        var (quoted, day) = ("q'", Start.AddHours(1));
        string?[] filters =
        [
            null,
            TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and RowKey ge {quoted} and RowKey lt {"r"}"),
            TableClient.CreateQueryFilter($"RowKey gt {quoted} and Flag eq {false}"),
            TableClient.CreateQueryFilter($"At lt {day}"),
            TableClient.CreateQueryFilter($"At ge {day}"),
            TableClient.CreateQueryFilter($"Flag ne {false}"),
            TableClient.CreateQueryFilter($"Timestamp lt {DateTimeOffset.UnixEpoch}"),
        ];
        foreach (var filter in filters)
        {
            await foreach (var page in table.QueryAsync<TableEntity>(filter, 2).AsPages(pageSizeHint: 2))
            {
                var more = page.ContinuationToken is null ? "last" : "more";
                said.Add($"page of {page.Values.Count}, {more}");
                said.AddRange(page.Values.Select(Show));
            }
        }
    }

    private static TableEntity Row(string key, int number) => new("p", key) { ["Number"] = number };

    private static string Show(TableEntity row) =>
        $"{row.PartitionKey} {row.RowKey} "
        + string.Join(
            ' ',
            row.Where(column => !column.Key.Contains("odata", StringComparison.Ordinal))
                .Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp"))
                .OrderBy(column => column.Key, StringComparer.Ordinal)
                .Select(column => $"{column.Key}={column.Value}")
        );
}
