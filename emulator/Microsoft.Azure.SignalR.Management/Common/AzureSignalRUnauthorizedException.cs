#nullable disable
namespace Microsoft.Azure.SignalR.Common;

/// <summary>The service answered 401: the token's signature, audience or lifetime is wrong.</summary>
public class AzureSignalRUnauthorizedException : AzureSignalRException
{
    public AzureSignalRUnauthorizedException(string requestUri, Exception innerException)
        : base(
            "Authorization failed. Check the AccessKey of the connection string. Request Uri: " + requestUri,
            innerException
        ) { }
}
