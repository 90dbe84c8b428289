using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>
/// What the engine makes of real bars, pinned by a hash of its orders: a change of any rule that changes one order fails here,
/// and whoever meant it writes the new figures down.
/// </summary>
public class GoldenTests
{
    [Theory]
    [InlineData(Strategy.Conservative, "521 orders d59635d2d300b437, cash 114067.90, profit 19530.03, fees 521.00")]
    [InlineData(Strategy.Balanced, "594 orders f94fce0f4932b005, cash 148103.56, profit 48697.56, fees 594.00")]
    [InlineData(Strategy.Aggressive, "614 orders e9505fdb9d4743f0, cash 192652.66, profit 93266.66, fees 614.00")]
    public void Twenty_years_of_five_shares_give_the_same_orders_as_ever(Strategy strategy, string expected)
    {
        var driver = new DailyDriver(DailyDriver.Balanced with { Strategy = strategy }, 100_000m).Run(Recorded());
        var orders = string.Join(
            '\n',
            driver.Fills.Select(fill =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fill.Fill.MarketTime:O} {fill.Order.Action} {fill.Order.Quantity} {fill.Order.Symbol} {fill.Fill.Price} {fill.Order.TradeId}"
                )
            )
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(orders)))[..16];
        var book = driver.Book;
        Assert.Equal(
            expected,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{driver.Fills.Count} orders {hash}, cash {book.Cash}, profit {book.RealizedPnL}, fees {book.FeesPaid}"
            )
        );
    }

    private static SortedDictionary<string, Bar[]> Recorded()
    {
        var market = new SortedDictionary<string, Bar[]>(StringComparer.Ordinal);
        foreach (var symbol in (string[])["AAPL", "BAC", "IBM", "IWM", "SPY"])
        {
            market[symbol] =
            [
                .. File.ReadLines(Path.Combine(Market.MarketDataFiles.Daily, $"{symbol}.csv")).Skip(1).Select(Parse),
            ];
        }

        return market;
    }

    private static Bar Parse(string line)
    {
        var fields = line.Split(',');
        var session = ExchangeCalendar.SessionOf(DateOnly.Parse(fields[0], CultureInfo.InvariantCulture))!.Value;
        double Number(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
        return new Bar(session.Open, session.Close, Number(1), Number(2), Number(3), Number(4), (long)Number(5));
    }
}
