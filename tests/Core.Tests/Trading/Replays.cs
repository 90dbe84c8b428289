using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Markets to replay: wandering ones out of a seed, and the recorded one.</summary>
internal static class Replays
{
    public static readonly AgentSettings Balanced = new()
    {
        Name = "Test",
        Strategy = Strategy.Balanced,
        RiskTolerance = 5,
    };

    /// <summary>Daily bars of prices that wander by up to 3 % a day.</summary>
    public static SortedDictionary<string, Bar[]> Wandering(int seed, int sessions, params string[] symbols)
    {
        var first = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2024, 1, 2)).Index;
        var random = new Random(seed);
        var market = new SortedDictionary<string, Bar[]>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var price = 20 + (random.NextDouble() * 200);
            market[symbol] =
            [
                .. Enumerable
                    .Range(first, sessions)
                    .Select(index =>
                    {
                        var open = price * Wander(random);
                        price = open * Wander(random);
                        var (low, high) = (Math.Min(open, price), Math.Max(open, price));
                        var session = ExchangeCalendar.SessionAt(index);
                        return new Bar(session.Open, session.Close, open, high * 1.01, low * 0.99, price, 1_000);
                    }),
            ];
        }

        return market;

        static double Wander(Random random) => 1 + ((random.NextDouble() - 0.49) * 0.06);
    }

    /// <summary>The recorded daily bars; the test skips without them.</summary>
    public static SortedDictionary<string, Bar[]> Recorded(params string[] symbols)
    {
        var market = new SortedDictionary<string, Bar[]>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var lines = File.ReadLines(Path.Combine(Market.MarketDataFiles.Daily, $"{symbol}.csv"));
            market[symbol] = [.. lines.Skip(1).Select(Parse)];
        }

        return market;
    }

    public static BacktestRequest Request(SortedDictionary<string, Bar[]> market, decimal capital = 10_000m) =>
        new()
        {
            Bars = market.ToDictionary(pair => pair.Key, pair => (ReadOnlyMemory<Bar>)pair.Value),
            From = DateTimeOffset.MinValue,
            To = DateTimeOffset.MaxValue,
            InitialCapital = capital,
            Settings = Balanced,
        };

    private static Bar Parse(string line)
    {
        var fields = line.Split(',');
        var session = ExchangeCalendar.SessionOf(DateOnly.Parse(fields[0], CultureInfo.InvariantCulture))!.Value;
        double Number(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture);
        return new Bar(session.Open, session.Close, Number(1), Number(2), Number(3), Number(4), (long)Number(5));
    }
}
