#nullable disable
namespace Microsoft.Azure.SignalR.Common;

/// <summary>The service answered 404.</summary>
public class AzureSignalRInaccessibleEndpointException : AzureSignalRException
{
    public AzureSignalRInaccessibleEndpointException(string requestUri, Exception innerException)
        : base("Unable to access SignalR service. Check the endpoint. Request Uri: " + requestUri, innerException) { }
}
