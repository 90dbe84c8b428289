using System.Security.Cryptography;
using System.Text;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Identity;

/// <summary>Users by id, and a pointer row by e-mail address that keeps the address unique.</summary>
public sealed class UserStore(InstanceStorage storage)
{
    private const string UserPartition = "user";
    private const string EmailPartition = "email";

    private TableClient Table => storage.Table(TableNames.Users);

    /// <summary>The user and the row's version for <see cref="TryUpdateAsync"/>; null when there is none.</summary>
    public async Task<(User User, ETag Version)?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var row = await GetAsync(UserPartition, userId, cancellationToken);
        return row is null ? null : (JsonRow.Read<User>(row), row.ETag);
    }

    /// <summary>Finds by address, without regard to case.</summary>
    public async Task<(User User, ETag Version)?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var pointer = await GetAsync(EmailPartition, EmailKey(email), cancellationToken);
        return pointer is null ? null : await FindAsync(pointer.GetString("UserId"), cancellationToken);
    }

    /// <summary>The users of a role. One partition holds all users, who are few.</summary>
    public async Task<IReadOnlyList<User>> ListAsync(Roles role, CancellationToken cancellationToken) =>
        await Table
            .QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {UserPartition}"),
                cancellationToken: cancellationToken
            )
            .Select(JsonRow.Read<User>)
            .Where(user => user.Role == role)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Adds a user unless the id exists. The address is claimed first; called again after a crash in between, it completes.
    /// </summary>
    /// <exception cref="ProblemException">409: another user has the address.</exception>
    public async Task AddAsync(User user, CancellationToken cancellationToken)
    {
        var pointer = new TableEntity(EmailPartition, EmailKey(user.Email)) { ["UserId"] = user.UserId };
        if (!await TryAddAsync(pointer, cancellationToken))
        {
            var existing = await GetAsync(EmailPartition, pointer.RowKey, cancellationToken);
            if (existing?.GetString("UserId") != user.UserId)
            {
                throw ProblemException.Conflict(
                    "/problems/email-taken",
                    "Another user has this e-mail address: choose another one."
                );
            }
        }

        await TryAddAsync(JsonRow.Create(UserPartition, user.UserId, user), cancellationToken);
    }

    /// <summary>Replaces the user; false when the row has changed since it was read.</summary>
    public async Task<bool> TryUpdateAsync(User user, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            var row = JsonRow.Create(UserPartition, user.UserId, user);
            await Table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>How addresses are compared.</summary>
    public static string Normalise(string email) => email.Trim().ToLowerInvariant();

    /// <summary>Hashed, because an address may hold characters that a row key may not.</summary>
    private static string EmailKey(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalise(email))));

    private async Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            key,
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    private async Task<bool> TryAddAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await Table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return false;
        }
    }
}
