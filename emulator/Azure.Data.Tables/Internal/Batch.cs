using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// Writes a transaction as a multipart request: one change set within one batch, a whole HTTP request a part. Only the outer
/// request is signed. See https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.
/// </summary>
internal static class Batch
{
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">The actions are of several partitions.</exception>
    public static HttpMessage CreateMessage(TableRest rest, string table, IEnumerable<TableTransactionAction> actions)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changeSet = $"changeset_{Guid.NewGuid()}";
        var body = new ArrayBufferWriter<byte>(4096);
        Write(body, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeSet}\r\n\r\n");
        var index = 0;
        string? partition = null;
        foreach (var action in actions)
        {
            partition ??= action.Entity.PartitionKey;
            if (action.Entity.PartitionKey != partition)
            {
                throw Refused(index, OtherPartition());
            }

            Write(
                body,
                $"--{changeSet}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            );
            try
            {
                WritePart(body, rest.Endpoint, EntityRequest.From(table, action));
            }
            catch (RequestFailedException tooLarge)
            {
                throw Refused(index, tooLarge);
            }

            index++;
        }

        if (index == 0)
        {
            throw new InvalidOperationException("Cannot submit an empty batch.");
        }

        Write(body, $"--{changeSet}--\r\n\r\n--{batch}--\r\n");
        var message = rest.CreateMessage(RequestMethod.Post, "$batch");
        TableRest.SetBody(message, $"multipart/mixed; boundary={batch}", body.WrittenMemory);
        return message;
    }

    /// <summary>The service's own refusal, which Azurite does not make: it stores such a transaction.</summary>
    private static RequestFailedException OtherPartition() =>
        new(
            400,
            "All commands in a batch must operate on same entity group.",
            TableErrorCode.CommandsInBatchActOnDifferentPartitions.ToString(),
            null
        );

    private static TableTransactionFailedException Refused(int index, RequestFailedException reason)
    {
        reason.Data[TableErrorParser.FailedIndexKey] = index.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(reason);
    }

    private static void WritePart(ArrayBufferWriter<byte> body, Uri endpoint, EntityRequest request)
    {
        Write(body, $"{request.Method} {endpoint.AbsoluteUri}/{request.Path} HTTP/1.1\r\n");
        Write(body, $"Accept: {TableRest.Accept}\r\nDataServiceVersion: 3.0\r\n");
        if (request.IfMatch is { } etag)
        {
            Write(body, $"If-Match: {etag}\r\n");
        }

        if (request.Entity is not { } entity)
        {
            Write(body, "\r\n");
            return;
        }

        if (request.Method == RequestMethod.Post)
        {
            Write(body, "Prefer: return-no-content\r\n");
        }

        Write(body, "Content-Type: application/json\r\n\r\n");
        EntityWriter.Write(body, entity);
        Write(body, "\r\n");
    }

    private static void Write(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
