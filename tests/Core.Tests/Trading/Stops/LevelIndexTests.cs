using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Tests.Trading.Stops;

public class LevelIndexTests
{
    [Fact]
    public void A_price_reaches_floors_at_or_above_it_and_ceilings_at_or_below_it()
    {
        var index = new LevelIndex();
        index.Put("agt_1", [Position("agt_1", "AAPL", 90, 120), Position("agt_1", "MSFT", 90, 120)]);
        index.Put("agt_2", [Position("agt_2", "AAPL", 95, 110)]);
        Assert.Equal(["AAPL", "MSFT"], index.Symbols.Order());
        Assert.Empty(index.Reached("AAPL", 100));
        Assert.Equal(["agt_2"], Reached(index, 95));
        Assert.Equal(["agt_2"], Reached(index, 110));
        Assert.Equal(["agt_1", "agt_2"], Reached(index, 90));
        Assert.Equal(["agt_1", "agt_2"], Reached(index, 120));
        Assert.Empty(index.Reached("IBM", 1));
    }

    [Fact]
    public void What_an_agent_had_before_is_forgotten()
    {
        var index = new LevelIndex();
        index.Put("agt_1", [Position("agt_1", "AAPL", 90, 120)]);
        index.Put("agt_1", [Position("agt_1", "AAPL", 80, 120)]);
        Assert.Empty(index.Reached("AAPL", 90));
        index.Put("agt_1", []);
        Assert.Empty(index.Symbols);
        Assert.Empty(index.Reached("AAPL", 1));
    }

    [Fact]
    public void A_move_concerns_those_who_want_to_hear_of_one_so_small()
    {
        var index = new LevelIndex();
        index.Put("agt_1", [Position("agt_1", "AAPL", 90, 120)]);
        index.Put("agt_2", [Position("agt_2", "AAPL", 90, 120) with { MovePct = 0.02 }]);
        Assert.Equal(["agt_2"], index.MovedBy("AAPL", 0.05).Select(each => each.AgentId));
        Assert.Equal(["agt_1", "agt_2"], index.MovedBy("AAPL", 0.051).Select(each => each.AgentId).Order());
    }

    /// <summary>In bytes allocated, which is the same in every run: a question that looked at all would keep them all.</summary>
    [Fact]
    public void To_ask_costs_about_the_same_with_a_thousand_times_as_many_positions_that_are_far()
    {
        var (few, many) = (CostOfAsking(10), CostOfAsking(10_000));
        Assert.InRange(many, 1, 4 * few);

        static long CostOfAsking(int positions)
        {
            var index = new LevelIndex();
            for (var i = 0; i < positions; i++)
            {
                index.Put($"agt_{i}", [Position($"agt_{i}", "AAPL", 50 + (i / 1000m), 150 + (i / 1000m))]);
            }

            index.Put("agt_near", [Position("agt_near", "AAPL", 101, 150) with { MovePct = 0.01 }]);
            var allocated = 0L;
            // The first round also compiles.
            for (var round = 0; round < 2; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Single(index.Reached("AAPL", 100));
                Assert.Single(index.MovedBy("AAPL", 0.02));
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return allocated;
        }
    }

    [Fact]
    public void The_same_agents_are_reached_as_by_looking_at_each_position()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var index = new LevelIndex();
            var all = new Dictionary<string, WatchedPosition>();
            for (var change = 0; change < 200; change++)
            {
                var agent = $"agt_{random.Next(30)}";
                all.Remove(agent);
                if (random.Next(4) > 0)
                {
                    all[agent] = Position(agent, "AAPL", random.Next(80, 100), random.Next(101, 120));
                }

                index.Put(agent, all.TryGetValue(agent, out var position) ? [position] : []);
                var price = random.Next(75, 125);
                var expected = all.Values.Where(each => each.Floor >= price || each.Ceiling <= price);
                Assert.True(
                    expected.Select(each => each.AgentId).Order().SequenceEqual(Reached(index, price)),
                    $"seed {seed}, change {change}"
                );
            }
        }
    }

    private static IEnumerable<string> Reached(LevelIndex index, decimal price) =>
        index.Reached("AAPL", price).Select(each => each.AgentId).Order();

    private static WatchedPosition Position(string agentId, string symbol, decimal floor, decimal ceiling) =>
        new(agentId, symbol, floor, ceiling, 0.05);
}
