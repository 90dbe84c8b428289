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

    /// <summary>Wakes one agent.</summary>
    public async Task SendAsync(string agentId, CycleReason reason, CancellationToken cancellationToken) =>
        await storage
            .Queue(QueueNames.AgentCycles)
            .SendMessageAsync(
                QueueMessages.Write(new AgentCycleMessage(agentId, time.GetUtcNow(), reason)),
                cancellationToken
            );
}
