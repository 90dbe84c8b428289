using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Refresh tokens: each is used once and replaced by the next of its family (one family a login). A spent token that comes again
/// was stolen or copied, so the whole family ends. A token reads <c>family.secret</c>; only the secret's hash is stored.
/// </summary>
public sealed class RefreshTokens(InstanceStorage storage, TimeProvider clock)
{
    /// <summary>How long after the login one may refresh (document 1, US-016: sessions of 8 hours).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Partition = "session";
    private const int FamilyLength = 32;

    private TableClient Table => storage.Table(TableNames.Users);

    /// <summary>Begins a family and gives its first token.</summary>
    public async Task<string> BeginAsync(string userId, CancellationToken cancellationToken)
    {
        var family = RandomNumberGenerator.GetHexString(FamilyLength, lowercase: true);
        var secret = NewSecret();
        var row = new TableEntity(Partition, family)
        {
            ["UserId"] = userId,
            ["Hash"] = Hash(secret),
            ["ExpiresAt"] = clock.GetUtcNow() + Lifetime,
        };
        await Table.AddEntityAsync(row, cancellationToken);
        return $"{family}.{secret}";
    }

    /// <summary>Spends a token for the next one.</summary>
    /// <exception cref="ProblemException">401: unknown, expired, revoked, or spent before, which revokes the family.</exception>
    public async Task<(string UserId, string Token)> RotateAsync(string token, CancellationToken cancellationToken)
    {
        var row = await FindAsync(token, cancellationToken) ?? throw Refused();
        if (!Matches(row, token))
        {
            await DeleteAsync(row, ETag.All, cancellationToken);
            throw Refused();
        }

        var secret = NewSecret();
        row["Hash"] = Hash(secret);
        try
        {
            await Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Two at the same instant: one wins. The loser is refused, but this alone is no theft.
            throw Refused();
        }

        return (row.GetString("UserId"), $"{row.RowKey}.{secret}");
    }

    /// <summary>Ends the family of a token of this user; does nothing when it has ended.</summary>
    public async Task RevokeAsync(string userId, string token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is { } row && row.GetString("UserId") == userId)
        {
            await DeleteAsync(row, ETag.All, cancellationToken);
        }
    }

    /// <summary>Removes expired families; called by a maintenance timer. Returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and ExpiresAt lt {now}");
        var removed = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await DeleteAsync(row, row.ETag, cancellationToken);
            removed++;
        }

        return removed;
    }

    private async Task<TableEntity?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var wellFormed =
            token.Length > FamilyLength + 1
            && token[FamilyLength] == '.'
            && token.Take(FamilyLength).All(char.IsAsciiHexDigitLower);
        if (!wellFormed)
        {
            return null;
        }

        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            Partition,
            token[..FamilyLength],
            cancellationToken: cancellationToken
        );
        return found.HasValue && found.Value!.GetDateTimeOffset("ExpiresAt") > clock.GetUtcNow() ? found.Value : null;
    }

    private async Task DeleteAsync(TableEntity row, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, version, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Gone already, or just used.
        }
    }

    private static bool Matches(TableEntity row, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(row.GetString("Hash")),
            Encoding.ASCII.GetBytes(Hash(token[(FamilyLength + 1)..]))
        );

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static ProblemException Refused() =>
        ProblemException.Unauthorized("The refresh token is not valid any more: sign in again.");
}
