using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// Which of our users a Slack user is. A signed-in user takes a one-time code here and types it in Slack, so that both
/// accounts are known to be one person's.
/// </summary>
public sealed partial class SlackLinks(
    InstanceStorage storage,
    UserStore users,
    AttemptLimiter limiter,
    AuthAudit audit,
    TimeProvider clock
)
{
    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private const string CodePartition = "slack-code";
    private const string LinkPartition = "slack-user";

    /// <summary>Bytes of a code; 16 characters of base 32.</summary>
    private const int CodeLength = 10;

    private TableClient Table => storage.Table(TableNames.Users);

    /// <summary>Gives a signed-in user a code.</summary>
    public async Task<SlackLinkCode> CreateCodeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var code = Base32.Encode(RandomNumberGenerator.GetBytes(CodeLength));
        var expiresAt = clock.GetUtcNow() + CodeLifetime;
        await Table.AddEntityAsync(
            new TableEntity(CodePartition, Hash(code)) { ["UserId"] = caller.UserId, ["ExpiresAt"] = expiresAt },
            cancellationToken
        );
        return new(code, expiresAt);
    }

    /// <summary>Links a Slack user to whom the code was given to, in place of whoever it was linked to.</summary>
    /// <exception cref="ProblemException">403: the code is none, was used or is out of its time. 429: too many wrong ones.</exception>
    public async Task<User> RedeemAsync(
        string slackUserId,
        string code,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        var subject = $"slack|{slackUserId}";
        await limiter.DemandAsync(cancellationToken, subject);
        var hash = Hash(code.Trim().ToUpperInvariant());
        var userId =
            await SpendAsync(hash, cancellationToken) ?? await RedeemedAsync(slackUserId, hash, cancellationToken);
        if (userId is null || await users.FindAsync(userId, cancellationToken) is not var (user, _))
        {
            await limiter.RecordFailureAsync(cancellationToken, subject);
            await audit.WriteAsync("slack.link_failed", null, slackUserId, null, origin, cancellationToken);
            throw ProblemException.Forbidden(
                "This code is not good, or not any more: take a new one from the dashboard's server with POST /api/v1/auth/slack-link."
            );
        }

        await LinkAsync(slackUserId, userId, hash, cancellationToken);
        await limiter.ClearAsync(subject, cancellationToken);
        await audit.WriteAsync("slack.linked", userId, userId, slackUserId, origin, cancellationToken);
        return user;
    }

    /// <summary>Links without a code: for the published users of a demo.</summary>
    public Task LinkAsync(string slackUserId, string userId, CancellationToken cancellationToken) =>
        LinkAsync(slackUserId, userId, "", cancellationToken);

    /// <summary>Who a Slack user is, as of now; null for a stranger.</summary>
    public async Task<User?> FindAsync(string slackUserId, CancellationToken cancellationToken)
    {
        var link = await LinkOfAsync(slackUserId, cancellationToken);
        return link is null ? null : (await users.FindAsync(link.GetString("UserId"), cancellationToken))?.User;
    }

    /// <summary>Removes codes that nobody used in time; for a maintenance timer. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {CodePartition} and ExpiresAt lt {now}");
        var removed = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }

    /// <summary>Uses a code up and says whose it was; of two at once one gets it.</summary>
    private async Task<string?> SpendAsync(string hash, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            CodePartition,
            hash,
            cancellationToken: cancellationToken
        );
        if (found is not { HasValue: true, Value: { } row })
        {
            return null;
        }

        // A 404 is no exception here, and means that another took it.
        var deleted = await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        return deleted.Status != 404 && row.GetDateTimeOffset("ExpiresAt") > clock.GetUtcNow()
            ? row.GetString("UserId")
            : null;
    }

    /// <summary>Whom this code has linked this Slack user to already: a command that is delivered again is no failure.</summary>
    private async Task<string?> RedeemedAsync(string slackUserId, string hash, CancellationToken cancellationToken) =>
        await LinkOfAsync(slackUserId, cancellationToken) is { } link && link.GetString("Code") == hash
            ? link.GetString("UserId")
            : null;

    private async Task LinkAsync(string slackUserId, string userId, string code, CancellationToken cancellationToken) =>
        await Table.UpsertEntityAsync(
            new TableEntity(LinkPartition, slackUserId) { ["UserId"] = userId, ["Code"] = code },
            TableUpdateMode.Replace,
            cancellationToken
        );

    private async Task<TableEntity?> LinkOfAsync(string slackUserId, CancellationToken cancellationToken)
    {
        if (!SlackUserId().IsMatch(slackUserId))
        {
            return null;
        }

        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            LinkPartition,
            slackUserId,
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Hashed, so that a dump of the table holds no code that works.</summary>
    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    [GeneratedRegex(@"^[A-Z0-9]{1,64}\z")]
    private static partial Regex SlackUserId();
}
