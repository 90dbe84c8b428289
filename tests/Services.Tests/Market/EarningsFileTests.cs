using AgentTrader.Services.Market;

namespace AgentTrader.Services.Tests.Market;

public class EarningsFileTests
{
    [Fact]
    public void Recorded_bars_may_have_a_file_of_earnings_beside_them()
    {
        using var folder = new BarFolder();
        folder.With("AAPL.csv", BarFolder.Daily + "2025-03-03,1,2,1,2,10\n");
        folder.With("EARNINGS.csv", "symbol,date\nAAPL,2025-05-01\nAAPL,2025-07-31\n");
        var market = RecordedMarketData.Load(folder.Path);
        Assert.Equal(["AAPL"], market.Symbols);
        Assert.Equal(new DateOnly(2025, 5, 1), market.Earnings.Next("AAPL", new DateOnly(2025, 3, 3)));
    }

    [Theory]
    [InlineData("ticker,day", "EARNINGS.csv, line 1: the header symbol,date is expected.")]
    [InlineData("symbol,date\nAAPL", "EARNINGS.csv, line 2: a symbol and a day are expected, as AAPL,2025-05-01.")]
    [InlineData(
        "symbol,date\nAAPL,2025-05-01\nAAPL,1.5.2025",
        "EARNINGS.csv, line 3: a symbol and a day are expected, as AAPL,2025-05-01."
    )]
    public void What_is_not_as_expected_is_named_with_its_line(string text, string sentence)
    {
        using var folder = new BarFolder();
        folder.With("AAPL.csv", BarFolder.Daily + "2025-03-03,1,2,1,2,10\n");
        folder.With("EARNINGS.csv", text);
        Assert.Equal(sentence, Assert.Throws<MarketDataException>(() => RecordedMarketData.Load(folder.Path)).Message);
    }
}
