#nullable disable
namespace Microsoft.Azure.SignalR.Common;

/// <summary>The service answered 400.</summary>
public class AzureSignalRInvalidArgumentException : AzureSignalRException
{
    public AzureSignalRInvalidArgumentException(string requestUri, Exception innerException, string detail)
        : base($"Invalid argument. {detail} Request Uri: {requestUri}", innerException) { }
}
