using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>What people want, drawn from the seed: trades, decisions, and agents steered.</summary>
internal sealed class SimulatedPeople(Random random, TimeProvider clock)
{
    private static readonly string[] Symbols = ["KO", "PFE"];
    private readonly List<string> asked = [];
    private int operations;

    public List<string> Agents { get; } = [];

    /// <summary>The trades that somebody was told are accepted.</summary>
    public HashSet<string> Accepted { get; } = [];

    /// <summary>Makes the agents: one whose trades need nobody, and two whose larger ones wait for a person.</summary>
    public async Task OpenAsync(SimulatedHost host)
    {
        for (var i = 0; i < 3; i++)
        {
            var request = new CreateAgentRequest(
                $"Agent {i}",
                Strategy.Balanced,
                20_000,
                7,
                new QuotaConfig(60, 1_000),
                Symbols,
                // About what four shares of KO cost, so that a price may cross it while an order is on its way.
                OversightThreshold: i == 0 ? 50_000 : 270
            );
            var agent = await host.Get<AgentService>().CreateAsync(Trader(), request, default);
            await host.Get<AgentService>().ActivateAsync(Trader(), agent.AgentId, default);
            Agents.Add(agent.AgentId);
        }
    }

    public Errand Next() =>
        random.Next(100) switch
        {
            < 62 => Submit(),
            < 90 when asked.Count > 0 => Decide(asked[random.Next(asked.Count)]),
            < 94 => Steer((agents, caller, id) => agents.PauseAsync(caller, id, default)),
            < 99 => Steer((agents, caller, id) => agents.ActivateAsync(caller, id, default)),
            _ => Stop(),
        };

    /// <summary>Somebody decides about a request, wherever it stands.</summary>
    public Errand Decide(string requestId)
    {
        var verdict = random.Next(3) == 0 ? OversightVerdict.Rejected : OversightVerdict.Approved;
        var caller = Caller("usr_approver", Roles.Approver);
        return Want(async host =>
        {
            var decision = new DecisionRequest(verdict);
            await host.Get<OversightService>().DecideAsync(caller, requestId, decision, host.Orchestrations, default);
        });
    }

    private Errand Submit()
    {
        var agent = Agents[random.Next(Agents.Count)];
        var (caller, request) = (Trader(), Request());
        var tradeId = EntityId.Derive(IdPrefixes.Trade, caller.Operation.At, caller.Operation.Seed);
        asked.Add(OversightRequest.IdFor(tradeId));
        return Want(async host =>
        {
            var trade = await host.Get<TradeService>().SubmitAsync(caller, agent, request, default);
            if (trade.TradeId != tradeId)
            {
                throw new InvalidOperationException($"{trade.TradeId} was made in place of {tradeId}.");
            }

            Accepted.Add(tradeId);
        });
    }

    private TradeRequest Request()
    {
        var action = random.Next(3) == 0 ? TradeAction.Sell : TradeAction.Buy;
        var symbol = Symbols[random.Next(Symbols.Length)];
        var quantity = symbol == "KO" ? random.Next(1, 6) : random.Next(1, 15);
        return random.Next(6) == 0
            ? new(symbol, action, quantity, OrderType.Limit, symbol == "KO" ? 68m : 25m)
            : new(symbol, action, quantity, Manual: random.Next(8) == 0);
    }

    private Errand Steer(Func<AgentService, Caller, string, Task> steer)
    {
        var (agent, caller) = (Agents[random.Next(Agents.Count)], Trader());
        return Want(host => steer(host.Get<AgentService>(), caller, agent));
    }

    private Errand Stop()
    {
        var (agent, caller) = (Agents[random.Next(Agents.Count)], Trader());
        return Want(host => host.Get<AgentClosing>().StopAsync(caller, agent, host.Orchestrations, default));
    }

    private Errand Want(Func<SimulatedHost, Task> what) => new(what) { GivesUp = random.Next(5) == 0 };

    private Caller Trader() => Caller("usr_trader", Roles.Trader);

    private Caller Caller(string user, Roles role) =>
        new(
            user,
            user + "@demo.local",
            user,
            role,
            new Operation(clock.GetUtcNow(), $"operation {operations++}"),
            new Origin("127.0.0.1", "simulation", "cor")
        );
}
