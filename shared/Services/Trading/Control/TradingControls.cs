using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Pause and kill switch of the whole instance, one row that all hosts read at most a second late.</summary>
public sealed class TradingControls(InstanceStorage storage, AuditLog audit, TimeProvider time)
{
    /// <summary>How long a host goes by what it has read.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private const string Partition = "trading";
    private const string Row = "control";
    private volatile Known? known;

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>What holds, at most a second late. Whoever cannot read it must not trade, so that a failure is let through.</summary>
    public async ValueTask<TradingControl> CurrentAsync(CancellationToken cancellationToken)
    {
        if (known is { } recent && time.GetElapsedTime(recent.ReadAt) < Freshness)
        {
            return recent.Control;
        }

        return await GetAsync(cancellationToken);
    }

    /// <summary>What holds now.</summary>
    public async Task<TradingControl> GetAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Control;

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
        while (true)
        {
            var (before, tag) = await ReadAsync(cancellationToken);
            var next = change(before);
            var at = caller.Operation.At;
            if (next == before)
            {
                // A repeated request whose first try did not live to be audited is audited now.
                if (before.ChangedAt == at && before.ChangedBy == caller.UserId)
                {
                    await AuditAsync(caller, action, before, cancellationToken);
                }

                return before;
            }

            next = next with { ChangedAt = at, ChangedBy = caller.UserId };
            if (await TryWriteAsync(next, tag, cancellationToken))
            {
                await AuditAsync(caller, action, next, cancellationToken);
                return next;
            }
        }
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

    private async Task<(TradingControl Control, ETag Tag)> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        var (control, tag) = row is { HasValue: true, Value: { } entity }
            ? (JsonRow.Read<TradingControl>(entity), entity.ETag)
            : (TradingControl.Free, default);
        known = new(control, readAt);
        return (control, tag);
    }

    private async Task<bool> TryWriteAsync(TradingControl control, ETag tag, CancellationToken cancellationToken)
    {
        var row = JsonRow.Create(Partition, Row, control);
        try
        {
            await (
                tag == default
                    ? Table.AddEntityAsync(row, cancellationToken)
                    : Table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancellationToken)
            );
            known = new(control, time.GetTimestamp());
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // Somebody else changed it meanwhile.
            return false;
        }
    }

    private sealed record Known(TradingControl Control, long ReadAt);
}
