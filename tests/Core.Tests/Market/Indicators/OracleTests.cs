using System.Diagnostics;
using System.Text.Json;
using AgentTrader.Core.Market.Indicators;
using AgentTrader.Core.Tests.Trading;

namespace AgentTrader.Core.Tests.Market.Indicators;

/// <summary>
/// Indicators over recorded bars against those of independent libraries from npm (technicalindicators; simple-statistics for
/// the correlation), run by Node.
/// </summary>
public class OracleTests
{
    private const int CorrelationLength = 90;

    [Theory]
    [InlineData("SPY", "IWM")]
    [InlineData("AAPL", "IBM")]
    [InlineData("BAC", "SPY")]
    public void Indicators_agree_with_independent_libraries(string symbol, string otherSymbol)
    {
        var market = Replays.Recorded(symbol, otherSymbol);
        var other = market[otherSymbol].ToDictionary(bar => bar.Start, bar => bar.Close);
        var bars = market[symbol].Where(bar => other.ContainsKey(bar.Start)).ToArray();
        var (atr, rsi) = (new Atr(14), new Rsi(14));
        var (sma, ema, deviation) = (new Sma(20), new Ema(20), new StandardDeviation(20));
        var correlation = new Correlation(CorrelationLength);
        var ours = new Dictionary<string, List<double>>();
        foreach (var bar in bars)
        {
            atr.Add(bar.High, bar.Low, bar.Close);
            rsi.Add(bar.Close);
            sma.Add(bar.Close);
            ema.Add(bar.Close);
            deviation.Add(bar.Close);
            correlation.Add(bar.Close, other[bar.Start]);
            Note("atr", atr.Value);
            Note("rsi", rsi.Value);
            Note("sma", sma.Value);
            Note("ema", ema.Value);
            Note("deviation", deviation.Value);
            Note("correlation", correlation.Value);
        }

        var theirs = Ask(
            new
            {
                high = bars.Select(bar => bar.High),
                low = bars.Select(bar => bar.Low),
                close = bars.Select(bar => bar.Close),
                other = bars.Select(bar => other[bar.Start]),
            }
        );
        Assert.Equal(ours.Keys.Order(), theirs.Keys.Order());
        foreach (var (name, expected) in theirs)
        {
            // The library rounds its relative strength to two decimals.
            var tolerance = name == "rsi" ? 0.005_01 : 1e-7;
            Assert.Equal(expected.Count, ours[name].Count);
            Assert.All(expected.Zip(ours[name]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }

        void Note(string name, double value)
        {
            if (!ours.TryGetValue(name, out var values))
            {
                ours[name] = values = [];
            }

            if (!double.IsNaN(value))
            {
                values.Add(value);
            }
        }
    }

    private static Dictionary<string, List<double>> Ask(object bars)
    {
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Folder, "indicators.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        node.StandardInput.Write(JsonSerializer.Serialize(bars));
        node.StandardInput.Close();
        var answer = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<Dictionary<string, List<double>>>(answer)!;
    }

    /// <summary>In the repository, where ./test has installed the libraries.</summary>
    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "AgentTrader.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder.FullName, "tests", "Core.Tests", "Market", "Indicators", "Oracle");
        }
    }
}
