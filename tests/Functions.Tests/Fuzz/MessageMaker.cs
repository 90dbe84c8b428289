using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Backtests;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Makes queue messages: some that the product itself would send, most of them spoilt.</summary>
internal sealed class MessageMaker(int seed, FuzzWorld world, DateTimeOffset now)
{
    private const string Owner = "usr_0123456789abcdef";

    /// <summary>The bytes of a message for a queue; the same seed, number and world make the same ones.</summary>
    public byte[] Make(int number, string queue)
    {
        var random = new Random(unchecked((seed * 1_000_003) - number - 1));
        if (random.Next(5) == 0)
        {
            return Nasty.Junk(random);
        }

        var valid = JsonNode.Parse(
            queue.EndsWith(QueueNames.AgentCycles, StringComparison.Ordinal)
                ? QueueMessages.Write(new AgentCycleMessage(AgentOf(random), now))
            : queue.EndsWith(QueueNames.Backtests, StringComparison.Ordinal)
                ? QueueMessages.Write(BacktestOf(number, random))
            : queue.Length == 0 ? QueueMessages.Write(EventOf(number, random))
            : QueueMessages.Write(OrderOf(number, random))
        )!;
        return random.Next(4) == 0 ? Encoding.UTF8.GetBytes(valid.ToJsonString()) : Nasty.Spoil(valid, random);
    }

    private TradeOrderMessage OrderOf(int number, Random random)
    {
        var order = new Order
        {
            TradeId = random.Next(6) == 0 ? world.Trades[0] : EntityId.Derive("trd", now, $"fuzz {seed} {number}"),
            AgentId = AgentOf(random),
            Symbol = random.Next(10) == 0 ? "NONE" : "SPY",
            Action = random.Next(2) == 0 ? TradeAction.Buy : TradeAction.Sell,
            Quantity = random.Next(1, random.Next(10) == 0 ? 400 : 10),
            SubmittedAt = now,
            SubmittedBy = Owner,
        };
        return new(order, Owner, CancelReason: random.Next(20) == 0 ? "It was fuzzed." : null);
    }

    private AgentEvent EventOf(int number, Random random) =>
        new(
            $"evt_fuzz-{seed}-{number}",
            random.Next(2) == 0 ? EventTypes.TradeExecuted : EventTypes.AgentUpdated,
            AgentOf(random),
            Owner,
            null,
            world.Trades[0],
            null,
            now,
            JsonSerializer.SerializeToElement(new { number }, ApiJson.Options)
        );

    private BacktestRecord BacktestOf(int number, Random random)
    {
        var (from, to) = (new DateOnly(2025, 2, 3), new DateOnly(2025, 2, 7));
        var request = new StartBacktestRequest(random.Next(9) == 0 ? ["NONE"] : ["SPY"], from, to, 10_000);
        return new(EntityId.Derive("bkt", now, $"fuzz {seed} {number}"), Owner, request, now, now);
    }

    private string AgentOf(Random random) =>
        random.Next(8) == 0 ? EntityId.Derive("agt", now, "nobody") : world.Agents[random.Next(world.Agents.Length)];
}
