using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>A value of the whole instance in one row of the table <c>settings</c>, which all hosts read at most a second late.</summary>
/// <param name="storage">The instance's.</param>
/// <param name="time">The wall clock.</param>
/// <param name="partition">The row's partition.</param>
/// <param name="row">Its key.</param>
/// <param name="initial">What holds while there is no row.</param>
public sealed class SharedRow<T>(InstanceStorage storage, TimeProvider time, string partition, string row, T initial)
    where T : class
{
    /// <summary>How long a host goes by what it has read.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private volatile Known? known;

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>What holds, at most a second late; the same object until somebody changes it or it is read again.</summary>
    public async ValueTask<T> CurrentAsync(CancellationToken cancellationToken)
    {
        if (known is { } recent && time.GetElapsedTime(recent.ReadAt) < Freshness)
        {
            return recent.Value;
        }

        return await GetAsync(cancellationToken);
    }

    /// <summary>What holds now.</summary>
    public async Task<T> GetAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Value;

    /// <summary>Changes the value, whoever else does so meanwhile.</summary>
    /// <param name="change">Gives what is to hold, or the same object to leave it; asked again when somebody was quicker.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What holds then.</returns>
    public async Task<T> ChangeAsync(Func<T, T> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var (before, tag) = await ReadAsync(cancellationToken);
            var next = change(before);
            if (ReferenceEquals(next, before) || await TryWriteAsync(next, tag, cancellationToken))
            {
                return next;
            }
        }
    }

    private async Task<(T Value, ETag Tag)> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            row,
            cancellationToken: cancellationToken
        );
        var (value, tag) = found is { HasValue: true, Value: { } entity }
            ? (JsonRow.Read<T>(entity), entity.ETag)
            : (initial, default);
        known = new(value, readAt);
        return (value, tag);
    }

    private async Task<bool> TryWriteAsync(T next, ETag tag, CancellationToken cancellationToken)
    {
        var entity = JsonRow.Create(partition, row, next);
        try
        {
            await (
                tag == default
                    ? Table.AddEntityAsync(entity, cancellationToken)
                    : Table.UpdateEntityAsync(entity, tag, TableUpdateMode.Replace, cancellationToken)
            );
            known = new(next, time.GetTimestamp());
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // Somebody else changed it meanwhile.
            return false;
        }
    }

    private sealed record Known(T Value, long ReadAt);
}
