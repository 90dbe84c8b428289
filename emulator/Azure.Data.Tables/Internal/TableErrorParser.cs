using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// Reads the service's error body, <c>{"odata.error":{"code":"…","message":{"value":"…"}}}</c>. In a failed transaction the
/// message begins with the position of the action to blame, as in <c>2:The specified entity already exists.</c>
/// </summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public const string FailedIndexKey = "FailedEntity";

    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(
        Response response,
        [NotNullWhen(true)] out ResponseError? error,
        out IDictionary<string, string>? data
    )
    {
        error = null;
        data = null;
        if (response.ContentStream is null || response.Content.ToMemory().IsEmpty)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Content);
            if (!document.RootElement.TryGetProperty("odata.error", out var body))
            {
                return false;
            }

            var code = body.GetProperty("code").GetString();
            var message = body.GetProperty("message").GetProperty("value").GetString() ?? "";
            data = new Dictionary<string, string>();
            if (TryReadIndex(message, out var index))
            {
                data[FailedIndexKey] = index.ToString(CultureInfo.InvariantCulture);
                message +=
                    "\n The index of the entity that caused the error can be found in FailedTransactionActionIndex.";
            }

            error = new ResponseError(code, message);
            return true;
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's HTML or a truncated body: the exception then carries the status and the raw text.
            data = null;
            return false;
        }
    }

    private static bool TryReadIndex(string message, out int index)
    {
        index = 0;
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
