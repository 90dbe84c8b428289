#nullable disable
namespace Microsoft.Azure.SignalR.Common;

/// <summary>The service could not be reached or refused; the derived types say which.</summary>
public class AzureSignalRException : Exception
{
    public AzureSignalRException() { }

    public AzureSignalRException(string message)
        : base(message) { }

    public AzureSignalRException(string message, Exception ex)
        : base(message, ex) { }
}
