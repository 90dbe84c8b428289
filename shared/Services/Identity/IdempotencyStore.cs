using System.Security.Cryptography;
using System.Text;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Remembers requests by user and <c>Idempotency-Key</c> for a day. The row is made before the request is executed, with the
/// instant it was first seen; so after a crash in between, the request is executed again as the same operation, and the ids that
/// services derive from it are the same.
/// </summary>
public sealed class IdempotencyStore(InstanceStorage storage, TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long an execution may be silent before it counts as crashed; well above what a request takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How long a repeated request waits for the first one's answer.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private const string PartitionPrefix = "idem|";

    /// <summary>One binary property ends at 64 KiB; a larger answer is not kept, and the request would be executed again.</summary>
    private const int MaxBody = 64 * 1024;

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>Claims the request, or finds its first answer, waiting up to <see cref="MaxWait"/> for one that is on its way.</summary>
    /// <exception cref="ProblemException">422: the key came with another body before. 409: the first execution still runs.</exception>
    public async Task<IdempotentRequest> BeginAsync(
        string userId,
        string method,
        string path,
        string key,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var id = Hash(Encoding.UTF8.GetBytes($"{method}\n{path}\n{key}"));
        var bodyHash = Hash(body);
        var seed = $"{userId}|{id}";
        var fresh = NewRow(PartitionPrefix + userId, id, bodyHash);
        if (await TryAddAsync(fresh, cancellationToken))
        {
            return Claimed(fresh, seed, isFirst: true);
        }

        var giveUp = clock.GetUtcNow() + MaxWait;
        while (true)
        {
            var row = await FindAsync(fresh, cancellationToken);
            if (row is null || clock.GetUtcNow() >= FirstSeen(row) + Lifetime)
            {
                // Gone, or older than a day: the key is free for a new operation.
                fresh = NewRow(fresh.PartitionKey, id, bodyHash);
                if (
                    row is null
                        ? await TryAddAsync(fresh, cancellationToken)
                        : await TryReplaceAsync(fresh, row.ETag, cancellationToken)
                )
                {
                    return Claimed(fresh, seed);
                }

                continue;
            }

            if (row.GetString("BodyHash") != bodyHash)
            {
                throw ProblemException.Rule(
                    "/problems/idempotency-key-reused",
                    "This Idempotency-Key was sent with another body before: use a new key for a new request."
                );
            }

            if (row.GetInt32("Status") is { } status)
            {
                var answer = new KeptAnswer(
                    status,
                    row.GetString("ContentType"),
                    row.GetBinary("Body") ?? [],
                    row.GetString("Location")
                );
                return Claimed(row, seed) with { Answer = answer };
            }

            var lease = row.GetDateTimeOffset("LeaseUntil")!.Value - clock.GetUtcNow();
            if (lease <= TimeSpan.Zero)
            {
                row["LeaseUntil"] = clock.GetUtcNow() + Lease;
                if (await TryReplaceAsync(row, row.ETag, cancellationToken))
                {
                    return Claimed(row, seed);
                }
            }
            else if (clock.GetUtcNow() >= giveUp)
            {
                throw new ProblemException(
                    409,
                    "/problems/request-in-progress",
                    "Still running",
                    "The first request with this Idempotency-Key still runs: send it again after the time in Retry-After."
                )
                {
                    RetryAfter = lease,
                };
            }
            else
            {
                await Task.Delay(PollInterval, clock, cancellationToken);
            }
        }
    }

    /// <summary>Keeps the answer for the same request sent again.</summary>
    public async Task CompleteAsync(IdempotentRequest request, KeptAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Body.Length > MaxBody)
        {
            await ReleaseAsync(request, cancellationToken);
            return;
        }

        var row = request.Row;
        row["Status"] = answer.Status;
        row["ContentType"] = answer.ContentType;
        row["Body"] = answer.Body;
        row["Location"] = answer.Location;
        await TryReplaceAsync(row, row.ETag, cancellationToken);
    }

    /// <summary>Keeps no answer; the request sent again is executed again, as the same operation.</summary>
    public async Task ReleaseAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        request.Row["LeaseUntil"] = clock.GetUtcNow();
        await TryReplaceAsync(request.Row, request.Row.ETag, cancellationToken);
    }

    /// <summary>Forgets a request that was malformed, so that its key may be used for the corrected one.</summary>
    public Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken) =>
        DeleteAsync(request.Row, cancellationToken);

    /// <summary>Removes the rows older than <see cref="Lifetime"/>; called by a maintenance timer. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Lifetime;
        // '}' is the character after '|': the filter takes every partition that begins with the prefix.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {PartitionPrefix} and PartitionKey lt {"idem}"} and FirstSeen lt {oldest}"
        );
        var removed = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await DeleteAsync(row, cancellationToken);
            removed++;
        }

        return removed;
    }

    private TableEntity NewRow(string partition, string id, string bodyHash)
    {
        var now = clock.GetUtcNow();
        return new TableEntity(partition, id)
        {
            ["BodyHash"] = bodyHash,
            ["FirstSeen"] = now,
            ["LeaseUntil"] = now + Lease,
        };
    }

    private static DateTimeOffset FirstSeen(TableEntity row) => row.GetDateTimeOffset("FirstSeen")!.Value;

    private static IdempotentRequest Claimed(TableEntity row, string seed, bool isFirst = false) =>
        new(new Operation(FirstSeen(row), seed, isFirst), null, row);

    private async Task<TableEntity?> FindAsync(TableEntity key, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            key.PartitionKey,
            key.RowKey,
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    private async Task<bool> TryAddAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            var response = await Table.AddEntityAsync(row, cancellationToken);
            row.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return false;
        }
    }

    private async Task<bool> TryReplaceAsync(TableEntity row, ETag expected, CancellationToken cancellationToken)
    {
        try
        {
            var response = await Table.UpdateEntityAsync(row, expected, TableUpdateMode.Replace, cancellationToken);
            row.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return false;
        }
    }

    private async Task DeleteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Somebody else was quicker; the row is theirs.
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
