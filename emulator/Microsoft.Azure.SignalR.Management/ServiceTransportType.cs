namespace Microsoft.Azure.SignalR.Management;

/// <summary>How messages reach the service: one REST call each, or over kept connections.</summary>
public enum ServiceTransportType
{
    Transient,
    Persistent,
}
