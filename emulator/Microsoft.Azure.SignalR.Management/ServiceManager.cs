#nullable disable
namespace Microsoft.Azure.SignalR.Management;

/// <summary>The way to one SignalR service.</summary>
public abstract class ServiceManager : IDisposable
{
    public abstract Task<ServiceHubContext> CreateHubContextAsync(string hubName, CancellationToken cancellationToken);

    public abstract Task<bool> IsServiceHealthy(CancellationToken cancellationToken);

    public abstract void Dispose();
}
