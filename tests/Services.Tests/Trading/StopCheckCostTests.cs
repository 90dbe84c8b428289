using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Stops;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Market;
using AgentTrader.Services.Tests.Simulation;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Trading;

/// <summary>
/// A look at the stops costs what is near its level, and not what is held: a question to the market for each symbol, and a
/// message for each agent that is woken.
/// </summary>
public sealed class StopCheckCostTests
{
    private static readonly string[] Symbols = ["AAPL", "JPM", "NVDA", "SPY", "XOM"];
    private static readonly DateTimeOffset Start = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task Positions_far_from_their_levels_cost_nothing(int positions)
    {
        var clock = new ManualTimeProvider(Start);
        var (calls, sent) = (0, 0);
        var cloud = new MemoryCloud(clock)
        {
            Weather = () =>
            {
                calls++;
                return Task.FromResult(Fault.None);
            },
            Sent = (_, _, _) => sent++,
        };
        var market = new CountingMarket();
        using var host = new SimulatedHost(
            cloud,
            new InstanceStorage(cloud.Tables, cloud.Queues, "sim"),
            new MemoryOrchestrations(cloud),
            clock,
            market
        );
        var checks = host.Get<StopChecks>();
        for (var agent = 0; agent < positions / Symbols.Length; agent++)
        {
            checks.Watch($"agt_far{agent}", Holding(level: 0.01m), EngineConfig.Default, macroEvent: false);
        }

        // The first look of a minute also asks for events, and for how far prices moved.
        await checks.CheckAsync(CancellationToken.None);
        Assert.Equal((0, 3 * Symbols.Length), (sent, market.Questions));
        Assert.Equal((0, Symbols.Length), await CostAsync());
        for (var agent = 0; agent < 3; agent++)
        {
            checks.Watch($"agt_near{agent}", Holding(level: 1_000_000m), EngineConfig.Default, macroEvent: false);
        }

        Assert.Equal((3, Symbols.Length), await CostAsync());
        Assert.Equal(3, sent);
        // They are on their way: the next look is as cheap as before.
        Assert.Equal((0, Symbols.Length), await CostAsync());

        async Task<(int Calls, int Questions)> CostAsync()
        {
            (calls, market.Questions) = (0, 0);
            await checks.CheckAsync(CancellationToken.None);
            return (calls, market.Questions);
        }
    }

    /// <summary>A book that holds a cheap share of each symbol, whose stops all lie at this price.</summary>
    private static Book Holding(decimal level)
    {
        var book = Book.Open(10_000m).Activate();
        foreach (var symbol in Symbols)
        {
            var order = new Order
            {
                TradeId = "trd_" + symbol,
                AgentId = "agt_1",
                Symbol = symbol,
                Action = TradeAction.Buy,
                Quantity = 1,
                SubmittedAt = Start,
            };
            book = book.Apply(order, new Fill(order.TradeId, 0.01m, 1, 0, Start, Start)).Book;
            book = book.SetStop(new StopLevels(symbol, 0.01m, level, 2_000_000m, 1, 1, 1, SignalKind.Trend, Start));
        }

        return book;
    }
}
