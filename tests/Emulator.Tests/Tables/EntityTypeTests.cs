using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class EntityTypeTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Instant = new(2024, 2, 29, 23, 59, 59, 999, TimeSpan.FromHours(2));
    private static readonly Guid Id = new("66cf3753-1cc9-44c4-b857-4546f744901b");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_class_comes_back_with_every_supported_type()
    {
        var table = await TestTable.CreateAsync(azurite);
        var stored = new Position
        {
            PartitionKey = "p",
            RowKey = "r",
            Symbol = "quote \" back\\slash é 😀 \u0001\n",
            Shares = int.MinValue,
            Limit = 7,
            Volume = long.MaxValue,
            Counter = 12,
            Price = 0.1,
            IsOpen = true,
            IsShort = false,
            OpenedAt = Instant,
            ClosedAt = Instant.UtcDateTime,
            OrderId = Id,
            Signature = [0, 1, 255],
            Notes = BinaryData.FromBytes(new byte[] { 9 }),
            Side = Side.Sell,
            OtherSide = Side.Buy,
            Strategy = "momentum",
            Cached = "never stored",
        };

        await table.AddEntityAsync(stored, Cancel);
        var read = (await table.GetEntityAsync<Position>("p", "r", cancellationToken: Cancel)).Value;
        var raw = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Equal(stored.Symbol, read.Symbol);
        Assert.Equal(stored.Shares, read.Shares);
        Assert.Equal(stored.Limit, read.Limit);
        Assert.Equal(stored.Volume, read.Volume);
        Assert.Equal(stored.Counter, read.Counter);
        Assert.Equal(stored.Price, read.Price);
        Assert.True(read.IsOpen);
        Assert.False(read.IsShort);
        Assert.Equal(stored.OpenedAt, read.OpenedAt);
        Assert.Equal(stored.ClosedAt, read.ClosedAt);
        Assert.Equal(DateTimeKind.Utc, read.ClosedAt!.Value.Kind);
        Assert.Equal(stored.OrderId, read.OrderId);
        Assert.Equal(stored.Signature, read.Signature);
        Assert.Equal(stored.Notes.ToArray(), read.Notes!.ToArray());
        Assert.Equal(Side.Sell, read.Side);
        Assert.Equal(Side.Buy, read.OtherSide);
        Assert.Equal("momentum", read.Strategy);
        Assert.Null(read.Cached);
        Assert.NotEqual(default, read.ETag);
        Assert.Equal("Sell", raw["Side"]);
        Assert.Equal("momentum", raw["strategy_name"]);
        Assert.False(raw.ContainsKey("Strategy"));
        Assert.False(raw.ContainsKey("Cached"));
    }

    [Fact]
    public async Task Nulls_are_not_stored_and_come_back_as_null()
    {
        var table = await TestTable.CreateAsync(azurite);

        await table.AddEntityAsync(new Position { PartitionKey = "p", RowKey = "r" }, Cancel);
        var read = (await table.GetEntityAsync<Position>("p", "r", cancellationToken: Cancel)).Value;
        var raw = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Null(read.Symbol);
        Assert.Null(read.Limit);
        Assert.Null(read.IsShort);
        Assert.Null(read.ClosedAt);
        Assert.Null(read.OtherSide);
        Assert.Null(read.Signature);
        Assert.False(raw.ContainsKey("Symbol"));
    }

    [Fact]
    public async Task A_dictionary_keeps_the_types_of_its_values()
    {
        var table = await TestTable.CreateAsync(azurite);
        var stored = new TableEntity("p", "r")
        {
            ["String"] = "2024-01-01T00:00:00Z",
            ["Int"] = 1,
            ["Long"] = 2L,
            ["Double"] = 2.5,
            ["WholeDouble"] = 3.0,
            ["Bool"] = true,
            ["Instant"] = Instant,
            ["Guid"] = Id,
            ["Binary"] = new byte[] { 1, 2 },
        };

        await table.AddEntityAsync(stored, Cancel);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Equal("2024-01-01T00:00:00Z", read.GetString("String"));
        Assert.Equal(1, read.GetInt32("Int"));
        Assert.Equal(2L, read.GetInt64("Long"));
        Assert.Equal(2.5, read.GetDouble("Double"));
        Assert.Equal(3.0, read.GetDouble("WholeDouble"));
        Assert.True(read.GetBoolean("Bool"));
        Assert.Equal(Instant, read.GetDateTimeOffset("Instant"));
        Assert.Equal(Instant.UtcDateTime, read.GetDateTime("Instant"));
        Assert.Equal(Id, read.GetGuid("Guid"));
        Assert.Equal([1, 2], read.GetBinary("Binary"));
        Assert.Equal([1, 2], read.GetBinaryData("Binary").ToArray());
        Assert.Null(read.GetString("Missing"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt32("String"));
    }

    [Fact]
    public void Setting_an_int_over_a_wider_number_keeps_the_wider_type()
    {
        var entity = new TableEntity { ["D"] = 1.5, ["L"] = 1L };

        entity["D"] = 2;
        entity["L"] = 3;

        Assert.Equal(2.0, entity["D"]);
        Assert.Equal(3L, entity["L"]);
    }

    [Fact]
    public async Task A_decimal_is_written_but_reads_as_zero_as_officially()
    {
        var table = await TestTable.CreateAsync(azurite);

        await table.AddEntityAsync(
            new Money
            {
                PartitionKey = "p",
                RowKey = "r",
                Amount = 12.34m,
            },
            Cancel
        );
        var read = (await table.GetEntityAsync<Money>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Equal(0m, read.Amount);
    }

    [Fact]
    public async Task A_whole_number_without_a_type_reads_as_the_smallest_that_holds_it()
    {
        var table = await TestTable.CreateAsync(azurite);

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Small"] = 7m, ["Large"] = 3_000_000_000m }, Cancel);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Equal(7, Assert.IsType<int>(read["Small"]));
        Assert.Equal(3_000_000_000L, Assert.IsType<long>(read["Large"]));
    }

    [Fact]
    public async Task Refuses_what_the_service_has_no_type_for()
    {
        var table = await TestTable.CreateAsync(azurite);

        await Assert.ThrowsAsync<NotSupportedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r") { ["Small"] = (short)1 }, Cancel)
        );
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r") { ["Side"] = Side.Buy }, Cancel)
        );
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r") { ["Local"] = new DateTime(2024, 1, 1) }, Cancel)
        );
    }

    [Fact]
    public async Task A_key_is_required()
    {
        var table = await TestTable.CreateAsync(azurite);

        await Assert.ThrowsAsync<ArgumentNullException>(() =>
            table.AddEntityAsync(new TableEntity("p", null!), Cancel)
        );
        await Assert.ThrowsAsync<ArgumentNullException>(() =>
            table.GetEntityAsync<TableEntity>(null!, "r", cancellationToken: Cancel)
        );
    }

    [Fact]
    public async Task A_class_may_implement_the_interface_explicitly()
    {
        var table = await TestTable.CreateAsync(azurite);
        var note = new Note { Text = "kept" };
        ITableEntity keys = note;
        (keys.PartitionKey, keys.RowKey) = ("p", "r");

        await table.AddEntityAsync(note, Cancel);
        ITableEntity read = (await table.GetEntityAsync<Note>("p", "r", cancellationToken: Cancel)).Value;

        Assert.Equal("kept", ((Note)read).Text);
        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
        Assert.NotEqual(default, read.ETag);
    }

    private sealed class Money : ITableEntity
    {
        public string PartitionKey { get; set; } = "";
        public string RowKey { get; set; } = "";
        public DateTimeOffset? Timestamp { get; set; }
        public ETag ETag { get; set; }
        public decimal Amount { get; set; }
    }

    private sealed class Note : ITableEntity
    {
        public string? Text { get; set; }
        string ITableEntity.PartitionKey { get; set; } = "";
        string ITableEntity.RowKey { get; set; } = "";
        DateTimeOffset? ITableEntity.Timestamp { get; set; }
        ETag ITableEntity.ETag { get; set; }
    }
}
