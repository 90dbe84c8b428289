#nullable disable
namespace Microsoft.Azure.SignalR.Common;

/// <summary>The service answered with an error of its own.</summary>
public class AzureSignalRRuntimeException : AzureSignalRException
{
    public AzureSignalRRuntimeException(string requestUri, Exception innerException)
        : base("Azure SignalR service runtime error. Request Uri: " + requestUri, innerException) { }
}
