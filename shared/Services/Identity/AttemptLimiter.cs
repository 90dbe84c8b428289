using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Counts failed attempts to guess a secret: after five in fifteen minutes, no more are listened to until the oldest is
/// fifteen minutes old. Kept in storage, so that a restart or a second host forgets nothing.
/// </summary>
public sealed class AttemptLimiter(InstanceStorage storage, TimeProvider clock)
{
    public const int MaxFailures = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const string Partition = "attempts";

    private TableClient Table => storage.Table(TableNames.Users);

    /// <summary>Refuses when one of the subjects (an address, an account) has failed too often.</summary>
    /// <exception cref="ProblemException">429 with the time to wait.</exception>
    public async Task DemandAsync(CancellationToken cancellationToken, params string[] subjects)
    {
        foreach (var subject in subjects)
        {
            var (failures, _) = await ReadAsync(subject, cancellationToken);
            if (failures.Count >= MaxFailures)
            {
                var wait = failures[^MaxFailures] + Window - clock.GetUtcNow();
                throw ProblemException.TooMany(
                    wait,
                    $"Too many failed attempts: try again in {Math.Ceiling(wait.TotalMinutes)} minutes."
                );
            }
        }
    }

    /// <summary>Counts one failure of each subject.</summary>
    public async Task RecordFailureAsync(CancellationToken cancellationToken, params string[] subjects)
    {
        foreach (var subject in subjects)
        {
            while (!await TryRecordAsync(subject, cancellationToken)) { }
        }
    }

    /// <summary>Forgets the failures of a subject that has now succeeded.</summary>
    public async Task ClearAsync(string subject, CancellationToken cancellationToken)
    {
        var (failures, row) = await ReadAsync(subject, cancellationToken);
        if (row is not null && failures.Count > 0)
        {
            row["Failures"] = "";
            await TryWriteAsync(() =>
                Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken)
            );
        }
    }

    /// <summary>Removes subjects without a recent failure; called by a maintenance timer. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Window;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Last lt {oldest}");
        var removed = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await TryWriteAsync(() =>
                Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken)
            );
            removed++;
        }

        return removed;
    }

    private async Task<bool> TryRecordAsync(string subject, CancellationToken cancellationToken)
    {
        var (failures, row) = await ReadAsync(subject, cancellationToken);
        var now = clock.GetUtcNow();
        failures.Add(now);
        var changed = row ?? new TableEntity(Partition, Key(subject));
        changed["Last"] = now;
        changed["Failures"] = string.Join(
            ' ',
            failures.TakeLast(MaxFailures).Select(at => at.UtcTicks.ToString(CultureInfo.InvariantCulture))
        );
        return await TryWriteAsync(() =>
            row is null
                ? Table.AddEntityAsync(changed, cancellationToken)
                : Table.UpdateEntityAsync(changed, changed.ETag, TableUpdateMode.Replace, cancellationToken)
        );
    }

    private async Task<(List<DateTimeOffset> Failures, TableEntity? Row)> ReadAsync(
        string subject,
        CancellationToken cancellationToken
    )
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            Key(subject),
            cancellationToken: cancellationToken
        );
        if (!found.HasValue)
        {
            return ([], null);
        }

        var oldest = clock.GetUtcNow() - Window;
        var failures = found
            .Value!.GetString("Failures")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(ticks => new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero))
            .Where(at => at > oldest);
        return ([.. failures], found.Value);
    }

    private static async Task<bool> TryWriteAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Hashed: it is personal data and may hold characters that a row key may not.</summary>
    private static string Key(string subject) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)));
}
