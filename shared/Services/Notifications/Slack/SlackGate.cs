using System.Security.Cryptography;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// Lets in what Slack signed, within five minutes, once. Everything else is refused with 401 before a byte of it is parsed,
/// and goes into the audit log.
/// </summary>
public sealed class SlackGate(
    InstanceStorage storage,
    AuditLog audit,
    TimeProvider clock,
    SlackSettings? settings = null
)
{
    private const string Partition = "slack-seen";

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>Returns what tells this request from every other, when Slack sent it.</summary>
    /// <param name="timestamp">The header's value; null when there is none.</param>
    /// <param name="signature">The header's value; null when there is none.</param>
    /// <param name="body">The body's bytes as they came.</param>
    /// <param name="path">Where it came to, for the audit log.</param>
    /// <exception cref="ProblemException">401: unsigned, forged, stale, or seen before.</exception>
    public async Task<string> AdmitAsync(
        string? timestamp,
        string? signature,
        byte[] body,
        string path,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var fault = settings is null
            ? "no workspace is set up"
            : SlackSignature.Fault(settings.SigningSecret, timestamp, signature, body, now);
        if (fault is null && !await TryRememberAsync(signature!, now, cancellationToken))
        {
            fault = "replayed";
        }

        if (fault is null)
        {
            return signature!;
        }

        await AuditAsync(fault, path, origin, now, cancellationToken);
        throw ProblemException.Unauthorized("Slack did not send this, or not now: send it with Slack's signature.");
    }

    /// <summary>Forgets requests whose timestamps are out of the window by now; for a maintenance timer. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        // A request may be dated a window ahead, and is good for a window after that.
        var oldest = clock.GetUtcNow() - (2 * SlackSignature.Window);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and SeenAt lt {oldest}");
        var removed = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }

    private async Task<bool> TryRememberAsync(string signature, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await Table.AddEntityAsync(new TableEntity(Partition, signature) { ["SeenAt"] = now }, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return false;
        }
    }

    private Task AuditAsync(
        string reason,
        string path,
        Origin origin,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        audit.AppendAsync(
            new AuditEntry
            {
                EntryId = $"aud_{RandomNumberGenerator.GetHexString(32, lowercase: true)}",
                Timestamp = now,
                Action = "slack.refused",
                ResourceType = "slack",
                ResourceId = path,
                IpAddress = origin.Address,
                UserAgent = origin.UserAgent,
                CorrelationId = origin.CorrelationId,
                Details = AuditEntry.DetailsOf(new { reason }),
            },
            cancellationToken
        );
}
