using System.Globalization;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Azure.Communication.Email.Service;

/// <summary>
/// The mails taken, in a table of the instance's own. A mail has two rows, written together: one by its id, so that the same
/// id is taken once, and one by its instant, newest first, with the request's body.
/// </summary>
internal sealed class Outbox(TableClient table, TimeProvider clock)
{
    private const string Partition = "mail";
    private const string IdPrefix = "id|";
    private const string MailPrefix = "mail|";
    private const string PastMails = "mail}";
    private const int ChunkSize = 60 * 1024;

    /// <summary>The largest request that fits into one row, in bytes. The service itself takes 10 MB.</summary>
    public const int MaxBody = 15 * ChunkSize;

    /// <summary>Keeps the mail; does nothing when this id was kept before.</summary>
    public async Task AddAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var age = (DateTime.MaxValue.Ticks - now.Ticks).ToString("D19", CultureInfo.InvariantCulture);
        var mail = new TableEntity(Partition, $"{MailPrefix}{age}|{id}") { ["Id"] = id, ["SentAt"] = now };
        for (var start = 0; start < body.Length; start += ChunkSize)
        {
            mail[Chunk(start / ChunkSize)] = body.Slice(start, Math.Min(ChunkSize, body.Length - start)).ToArray();
        }

        try
        {
            await WithTableAsync(
                () =>
                    table.SubmitTransactionAsync(
                        [
                            new(TableTransactionActionType.Add, new TableEntity(Partition, IdPrefix + id)),
                            new(TableTransactionActionType.Add, mail),
                        ],
                        cancellationToken
                    ),
                cancellationToken
            );
        }
        catch (TableTransactionFailedException exception)
            when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // The client tried again because it did not see the first answer: it gets that answer now.
        }
    }

    public async Task<bool> ContainsAsync(string id, CancellationToken cancellationToken) =>
        (
            await table.GetEntityIfExistsAsync<TableEntity>(
                Partition,
                IdPrefix + id,
                cancellationToken: cancellationToken
            )
        ).HasValue;

    /// <summary>The newest mails, newest first; those to one address when it is given.</summary>
    public Task<List<SentMail>> NewestAsync(string? to, int count, CancellationToken cancellationToken) =>
        WithTableAsync(
            async () =>
            {
                var mails = new List<SentMail>();
                var rows = table.QueryAsync<TableEntity>(
                    TableClient.CreateQueryFilter(
                        $"PartitionKey eq {Partition} and RowKey ge {MailPrefix} and RowKey lt {PastMails}"
                    ),
                    maxPerPage: 100,
                    cancellationToken: cancellationToken
                );
                await foreach (var row in rows)
                {
                    var mail = MailRequest
                        .Parse(Body(row))
                        .Sent(row.GetString("Id"), row.GetDateTimeOffset("SentAt")!.Value);
                    if (to is null || mail.WentTo(to))
                    {
                        mails.Add(mail);
                    }

                    if (mails.Count == count)
                    {
                        break;
                    }
                }

                return mails;
            },
            cancellationToken
        );

    private static byte[] Body(TableEntity row)
    {
        using var body = new MemoryStream();
        for (var i = 0; row.GetBinary(Chunk(i)) is { } chunk; i++)
        {
            body.Write(chunk);
        }

        return body.ToArray();
    }

    private static string Chunk(int index) => string.Create(CultureInfo.InvariantCulture, $"Body{index}");

    /// <summary>Makes the table when it is missing: at first use, or after a reset of the demo.</summary>
    private async Task<T> WithTableAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            return await action();
        }
    }
}
