using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// Signs each try of a request by the scheme SharedKeyLite for tables: the date, a line feed, and the resource's path. See
/// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key.
/// </summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        message.Request.Headers.SetValue("x-ms-date", date);
        var signature = credential.Sign(StringToSign(credential.AccountName, date, message.Request.Uri.ToUri()));
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    /// <summary>The path is signed as it is encoded in the URI. No request of ours has a <c>comp</c> parameter, which would be signed too.</summary>
    public static string StringToSign(string account, string date, Uri resource) =>
        $"{date}\n/{account}{resource.AbsolutePath}";
}
