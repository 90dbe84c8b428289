using AgentTrader.Testing;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class QueryTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Returns_every_row_once_in_order_over_several_pages()
    {
        var table = await FilledAsync(25);

        var pages = await table
            .QueryAsync<Position>(maxPerPage: 10, cancellationToken: Cancel)
            .AsPages()
            .Take(10)
            .ToListAsync(Cancel);

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Equal(Enumerable.Range(0, 25), pages.SelectMany(page => page.Values).Select(row => row.Shares));
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task A_page_ends_at_a_thousand_rows()
    {
        var table = await TestTable.CreateAsync(azurite);
        foreach (var rows in Enumerable.Range(0, 1050).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                rows.Select(i => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity("p", $"{i:D4}")
                )),
                Cancel
            );
        }

        var pages = await table
            .QueryAsync<TableEntity>(cancellationToken: Cancel)
            .AsPages()
            .Take(10)
            .ToListAsync(Cancel);

        Assert.Equal([1000, 50], pages.Select(page => page.Values.Count));
        Assert.Equal("1049", pages[1].Values[^1].RowKey);
    }

    [Fact]
    public async Task Goes_on_from_a_token_that_was_kept()
    {
        var table = await FilledAsync(7);
        var first = await table
            .QueryAsync<Position>(row => row.PartitionKey == "it's p", cancellationToken: Cancel)
            .AsPages(pageSizeHint: 3)
            .FirstAsync(Cancel);

        var rest = await table
            .QueryAsync<Position>(row => row.PartitionKey == "it's p", cancellationToken: Cancel)
            .AsPages(first.ContinuationToken, 10)
            .Take(10)
            .ToListAsync(Cancel);

        Assert.Equal([0, 1, 2], first.Values.Select(row => row.Shares));
        Assert.Equal([3, 4, 5, 6], Assert.Single(rest).Values.Select(row => row.Shares));
    }

    [Fact]
    public async Task Filters_by_each_type_and_operator()
    {
        var table = await FilledAsync(10);
        var id = Id(3);
        var volume = 5L;
        byte[] signature = [7];
        var at = Start.AddDays(8);

        await Finds(row => row.Shares > 7, 8, 9);
        await Finds(row => row.Shares >= 8 && row.IsOpen, 8);
        await Finds(row => row.Shares < 1 || !(row.Shares < 9), 0, 9);
        await Finds(row => !row.IsOpen && row.Shares <= 3, 1, 3);
        await Finds(row => row.Volume == volume, 5);
        await Finds(row => row.Price > 8.4, 9);
        await Finds(row => row.OrderId == id, 3);
        await Finds(row => row.OpenedAt >= at, 8, 9);
        await Finds(row => row.Signature == signature, 7);
        await Finds(row => row.Symbol == "O'S2", 2);
        await Finds(row => row.Symbol != "O'S2" && row.Shares < 4, 0, 1, 3);
        await Finds(row => row.RowKey.CompareTo("r08") >= 0, 8, 9);
        await Finds(row => string.Compare(row.RowKey, "r01") < 0, 0);
        await Finds(row => row.Strategy == "s4", 4);
        await Finds(row => row.Limit == 6, 6);
        await Finds(row => row.Limit!.Value == 6, 6);
        await Finds(row => row.IsShort == true && row.IsOpen == false, 5);

        async Task Finds(System.Linq.Expressions.Expression<Func<Position, bool>> filter, params int[] expected) =>
            Assert.Equal(
                expected,
                await table.QueryAsync(filter, cancellationToken: Cancel).Select(row => row.Shares).ToListAsync(Cancel)
            );
    }

    [Fact]
    public async Task Filters_by_an_interpolated_string()
    {
        var table = await FilledAsync(5);
        var symbol = "O'S2";
        var at = Start.AddDays(3);

        var bySymbol = await table
            .QueryAsync<Position>(TableClient.CreateQueryFilter($"Symbol eq {symbol}"), cancellationToken: Cancel)
            .ToListAsync(Cancel);
        var later = await table
            .QueryAsync<Position>(
                TableClient.CreateQueryFilter($"OpenedAt ge {at} and Volume lt {4L} and IsOpen eq {false}"),
                cancellationToken: Cancel
            )
            .ToListAsync(Cancel);

        Assert.Equal(2, Assert.Single(bySymbol).Shares);
        Assert.Equal(3, Assert.Single(later).Shares);
    }

    [Fact]
    public async Task Filters_a_dictionary_by_its_indexer_and_getters()
    {
        var table = await FilledAsync(5);

        var rows = await table
            .QueryAsync<TableEntity>(
                row => row.GetInt32("Shares") >= 2 && row.GetString("Symbol") != "O'S3",
                cancellationToken: Cancel
            )
            .ToListAsync(Cancel);

        Assert.Equal([2, 4], rows.Select(row => row.GetInt32("Shares")));
    }

    private static Guid Id(int i) => new(i, 0, 0, new byte[8]);

    private async Task<TableClient> FilledAsync(int rows)
    {
        var table = await TestTable.CreateAsync(azurite);
        await table.SubmitTransactionAsync(
            Enumerable
                .Range(0, rows)
                .Select(i => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new Position
                    {
                        PartitionKey = "it's p",
                        RowKey = $"r{i:D2}",
                        Shares = i,
                        Limit = i,
                        Symbol = $"O'S{i}",
                        Volume = i,
                        Price = i + 0.25,
                        IsOpen = i % 2 == 0,
                        IsShort = i == 5,
                        OpenedAt = Start.AddDays(i),
                        OrderId = Id(i),
                        Signature = [(byte)i],
                        Strategy = $"s{i}",
                    }
                )),
            Cancel
        );
        return table;
    }
}
