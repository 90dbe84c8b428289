#nullable disable // The official package is not annotated.

using System.Globalization;
using Azure.Data.Tables.Internal;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused; nothing of it is stored.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException
        )
    {
        foreach (var key in requestFailedException.Data.Keys)
        {
            Data[key] = requestFailedException.Data[key];
        }

        if (Data[TableErrorParser.FailedIndexKey] is string index)
        {
            FailedTransactionActionIndex = int.Parse(index, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The position of the action that made the transaction fail; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
