using System.Security.Cryptography;
using AgentTrader.Services.Audit;

namespace AgentTrader.Services.Identity;

/// <summary>Writes what happens to logins into the audit log.</summary>
public sealed class AuthAudit(AuditLog audit, TimeProvider clock)
{
    /// <summary>Writes one entry; no user id where nobody proved to be that user.</summary>
    public Task WriteAsync(
        string action,
        string? userId,
        string resourceId,
        string? reason,
        Origin origin,
        CancellationToken cancellationToken
    ) =>
        audit.AppendAsync(
            new AuditEntry
            {
                EntryId = $"aud_{RandomNumberGenerator.GetHexString(32, lowercase: true)}",
                Timestamp = clock.GetUtcNow(),
                UserId = userId,
                Action = action,
                ResourceType = "user",
                ResourceId = resourceId,
                IpAddress = origin.Address,
                UserAgent = origin.UserAgent,
                CorrelationId = origin.CorrelationId,
                Details = reason is null ? null : AuditEntry.DetailsOf(new { reason }),
            },
            cancellationToken
        );
}
