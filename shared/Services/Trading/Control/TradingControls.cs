using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Pause and kill switch of the whole instance, one row that all hosts read at most a second late.</summary>
public sealed class TradingControls(InstanceStorage storage, AuditLog audit, TimeProvider time)
{
    private readonly SharedRow<TradingControl> row = new(storage, time, "trading", "control", TradingControl.Free);

    /// <summary>What holds, at most a second late. Whoever cannot read it must not trade, so that a failure is let through.</summary>
    public ValueTask<TradingControl> CurrentAsync(CancellationToken cancellationToken) =>
        row.CurrentAsync(cancellationToken);

    /// <summary>What holds now.</summary>
    public Task<TradingControl> GetAsync(CancellationToken cancellationToken) => row.GetAsync(cancellationToken);

    /// <summary>Keeps the engine from deciding, or lets it decide again.</summary>
    public Task<TradingControl> SetPausedAsync(Caller caller, bool paused, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller,
            paused ? "trading.paused" : "trading.resumed",
            control => control.Paused == paused ? control : control with { Paused = paused },
            cancellationToken
        );

    /// <summary>Turns the kill switch on or off.</summary>
    /// <exception cref="ProblemException">400 when it is turned on without a reason.</exception>
    public Task<TradingControl> SetKillSwitchAsync(
        Caller caller,
        KillSwitchRequest request,
        CancellationToken cancellationToken
    )
    {
        var reason = request.ReasonOrRefuse();
        return ChangeAsync(
            caller,
            request.On ? "trading.kill_switch_on" : "trading.kill_switch_off",
            control =>
                control.KillSwitch == request.On ? control : control with { KillSwitch = request.On, Reason = reason },
            cancellationToken
        );
    }

    private async Task<TradingControl> ChangeAsync(
        Caller caller,
        string action,
        Func<TradingControl, TradingControl> change,
        CancellationToken cancellationToken
    )
    {
        var at = caller.Operation.At;
        var control = await row.ChangeAsync(
            before =>
            {
                var next = change(before);
                return next == before ? before : next with { ChangedAt = at, ChangedBy = caller.UserId };
            },
            cancellationToken
        );
        // Also of a repeated request whose first try did not live to be audited.
        if (control.ChangedAt == at && control.ChangedBy == caller.UserId)
        {
            await AuditAsync(caller, action, control, cancellationToken);
        }

        return control;
    }

    private Task AuditAsync(
        Caller caller,
        string action,
        TradingControl control,
        CancellationToken cancellationToken
    ) =>
        audit.AppendAsync(
            AuditEntry.Of(
                caller,
                $"{action.Replace('.', '-')}-{NewestFirst.Key(caller.Operation.At)}",
                action,
                "trading",
                "instance",
                control
            ),
            cancellationToken
        );
}
