using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Email.Internal;

/// <summary>Signs each try of a request with the access key.</summary>
internal sealed class HmacPolicy(AzureKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        using var body = new MemoryStream();
        message.Request.Content?.WriteTo(body, message.CancellationToken);
        var hash = HmacSignature.HashOf(body.GetBuffer().AsSpan(0, (int)body.Length));
        var date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        var uri = message.Request.Uri.ToUri();
        var headers = message.Request.Headers;
        headers.SetValue(HmacSignature.HashHeader, hash);
        headers.SetValue(HmacSignature.DateHeader, date);
        headers.SetValue(
            "Authorization",
            HmacSignature.Authorization(
                credential.Key,
                message.Request.Method.Method,
                uri.PathAndQuery,
                date,
                uri.Authority,
                hash
            )
        );
    }
}
