using System.Linq.Expressions;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class FilterTests
{
    private static readonly DateTimeOffset Instant = new(2020, 7, 23, 23, 20, 41, TimeSpan.FromHours(2));

    [Fact]
    public void Writes_the_filter_that_the_official_package_writes()
    {
        var id = new Guid("66cf3753-1cc9-44c4-b857-4546f744901b");
        byte[] bytes = [1, 255];

        Is("(PartitionKey eq 'p') and (RowKey ne 'it''s')", row => row.PartitionKey == "p" && row.RowKey != "it's");
        Is("(PartitionKey eq 'p') or (RowKey gt 'r')", row => row.PartitionKey == "p" || row.RowKey.CompareTo("r") > 0);
        Is("Volume ge 9223372036854775807L", row => row.Volume >= long.MaxValue);
        Is("Price ge 10.1", row => row.Price >= 10.10);
        Is("Shares lt 10", row => row.Shares < 10);
        Is("OrderId eq guid'66cf3753-1cc9-44c4-b857-4546f744901b'", row => row.OrderId == id);
        Is("OpenedAt le datetime'2020-07-23T21:20:41Z'", row => row.OpenedAt <= Instant);
        Is("Signature eq X'01FF'", row => row.Signature == bytes);
        Is("IsOpen eq true", row => row.IsOpen);
        Is("not (IsOpen eq true)", row => !row.IsOpen);
        Is("(IsOpen eq true) and (IsShort eq true)", row => row.IsOpen && row.IsShort!.Value);
        Is("IsShort eq true", row => (bool)row.IsShort!);
        Is("Symbol eq 'a'", row => row.Symbol!.Equals("a"));
        Is("Symbol eq 'a'", row => string.Equals(row.Symbol, "a"));
        Is("strategy_name eq 'x'", row => row.Strategy == "x");
        Is(
            "((Symbol ge 'a') and ((Shares gt 1) or (Shares lt 0))) and (not (IsOpen eq true))",
            row => string.Compare(row.Symbol, "a") >= 0 && (row.Shares > 1 || row.Shares < 0) && !row.IsOpen
        );
        Is("RowKey lt 'A~'", row => row.RowKey.CompareTo(Id("A") + "~") < 0);
    }

    [Fact]
    public void Refuses_what_the_service_cannot_answer()
    {
        Refused(row => row.Symbol!.Equals("a", StringComparison.OrdinalIgnoreCase));
        Refused(row => string.Compare(row.Symbol, "a", StringComparison.Ordinal) > 0);
        Refused(row => row.Symbol!.StartsWith("ab"));
        Refused(row => row.Symbol!.Length > 3);
        Refused(row => row.Shares + 1 > 3);
        Refused(row => row.Limit.HasValue);
    }

    [Fact]
    public void Quotes_and_types_interpolated_values()
    {
        object? nothing = null;

        Assert.Equal(
            "A eq 'it''s' and B eq 5 and C eq 6L and D eq true and E eq 1.5 and F eq datetime'2020-07-23T21:20:41Z' and G eq null",
            TableClient.CreateQueryFilter(
                $"A eq {"it's"} and B eq {5} and C eq {6L} and D eq {true} and E eq {1.5} and F eq {Instant} and G eq {nothing}"
            )
        );
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {Side.Buy}"));
    }

    private static string Id(string text) => text;

    private static void Is(string expected, Expression<Func<Position, bool>> filter) =>
        Assert.Equal(expected, TableClient.CreateQueryFilter(filter));

    private static void Refused(Expression<Func<Position, bool>> filter) =>
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter(filter));
}
