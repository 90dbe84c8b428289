using System.Text.Json;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Pause and kill switch of one agent, beside those of the instance. Both hold at the agent's next step.</summary>
public sealed class AgentControls(AgentStore agents, AgentAccess access, Outbox outbox)
{
    /// <summary>Keeps the agent's engine from deciding, or lets it decide again (document 5, requirement 16.4).</summary>
    /// <exception cref="ProblemException">404.</exception>
    public Task<TradingControl> SetPausedAsync(
        Caller caller,
        string agentId,
        bool paused,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            agentId,
            paused ? "engine.paused" : "engine.resumed",
            control => control with { Paused = paused },
            cancellationToken
        );

    /// <summary>Turns the agent's kill switch on or off.</summary>
    /// <exception cref="ProblemException">400 when it is turned on without a reason; 404.</exception>
    public Task<TradingControl> SetKillSwitchAsync(
        Caller caller,
        string agentId,
        KillSwitchRequest request,
        CancellationToken cancellationToken
    )
    {
        var reason = request.ReasonOrRefuse();
        return ChangeAsync(
            caller,
            agentId,
            request.On ? "engine.kill_switch_on" : "engine.kill_switch_off",
            control =>
                control.KillSwitch == request.On ? control : control with { KillSwitch = request.On, Reason = reason },
            cancellationToken
        );
    }

    private async Task<TradingControl> ChangeAsync(
        Caller caller,
        string agentId,
        string type,
        Func<TradingControl, TradingControl> change,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            var next = change(state.Control);
            // Also what a repeated request finds after its first try succeeded.
            if (next == state.Control)
            {
                return next;
            }

            next = next with { ChangedAt = caller.Operation.At, ChangedBy = caller.UserId };
            var told = new AgentEvent(
                $"{agentId}-{type}-{NewestFirst.Key(caller.Operation.At)}",
                type,
                agentId,
                state.Agent.OwnerId,
                caller.UserId,
                agentId,
                caller.Origin.CorrelationId,
                caller.Operation.At,
                JsonSerializer.SerializeToElement(next, ApiJson.Options)
            ).ToOutbox();
            var outcome = await agents.CommitAsync(state, next, [Outbox.Promise(agentId, told)], cancellationToken);
            if (outcome == CommitOutcome.Committed)
            {
                await outbox.RelayAsync(agentId, [told], cancellationToken);
                return next;
            }
        }
    }
}
