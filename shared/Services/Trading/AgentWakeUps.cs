using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Control;

namespace AgentTrader.Services.Trading;

/// <summary>Sends agents the messages that make them decide (docs/architecture.md).</summary>
public sealed class AgentWakeUps(
    AgentDirectory directory,
    TradingControls controls,
    MarketClock clock,
    InstanceStorage storage,
    TimeProvider time
)
{
    /// <summary>The last five minutes that were seen to.</summary>
    private long lastStep;

    /// <summary>Wakes every agent that may be active, while the exchange is open and the instance is not paused.</summary>
    public async Task SendAllAsync(CycleReason reason, CancellationToken cancellationToken)
    {
        if (!clock.IsOpen || (await controls.CurrentAsync(cancellationToken)).IsEngineHalted)
        {
            return;
        }

        await foreach (var agentId in directory.ActiveAsync(cancellationToken))
        {
            await SendAsync(agentId, reason, cancellationToken);
        }
    }

    /// <summary>
    /// Has the agents that the decision loop does not wake keep their value, once in five minutes of the market. Kept twice, it
    /// is the same value.
    /// </summary>
    public async Task SendToRestingAsync(CancellationToken cancellationToken)
    {
        var step = clock.MarketNow.UtcTicks / PortfolioHistory.Step.Ticks;
        if (!clock.IsOpen || Interlocked.Exchange(ref lastStep, step) == step)
        {
            return;
        }

        var isHalted = (await controls.CurrentAsync(cancellationToken)).IsEngineHalted;
        var resting = isHalted ? directory.AllAsync(cancellationToken) : directory.RestingAsync(cancellationToken);
        await foreach (var agentId in resting)
        {
            await SendAsync(agentId, CycleReason.Performance, cancellationToken);
        }
    }

    /// <summary>Has every agent keep its portfolio of a session that is over.</summary>
    public async Task SendSessionEndAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await foreach (var agentId in directory.AllAsync(cancellationToken))
        {
            await SendAsync(
                new AgentCycleMessage(agentId, time.GetUtcNow(), CycleReason.SessionEnd, day),
                cancellationToken
            );
        }
    }

    /// <summary>Wakes one agent.</summary>
    public Task SendAsync(string agentId, CycleReason reason, CancellationToken cancellationToken) =>
        SendAsync(new AgentCycleMessage(agentId, time.GetUtcNow(), reason), cancellationToken);

    private async Task SendAsync(AgentCycleMessage message, CancellationToken cancellationToken) =>
        await storage.Queue(QueueNames.AgentCycles).SendMessageAsync(QueueMessages.Write(message), cancellationToken);
}
