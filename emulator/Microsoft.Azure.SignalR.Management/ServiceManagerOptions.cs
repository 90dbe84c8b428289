using Azure.Core.Serialization;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Which service to use, and how.</summary>
public class ServiceManagerOptions
{
    /// <summary>Keeps the hubs of several applications on one service apart.</summary>
    public string? ApplicationName { get; set; }

    /// <summary><c>Endpoint=http://localhost:7071;AccessKey=...;Version=1.0;</c></summary>
    public string? ConnectionString { get; set; }

    public ServiceTransportType ServiceTransportType { get; set; } = ServiceTransportType.Transient;

    /// <summary>Time allowed for one call to the service; 100 seconds by default.</summary>
    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    internal ObjectSerializer? ObjectSerializer { get; private set; }

    /// <summary>
    /// Sets the serializer of the arguments sent to clients. Without one the transient transport writes property names as
    /// they are in C# and enums as numbers; the persistent transport writes camelCase.
    /// </summary>
    public void UseJsonObjectSerializer(ObjectSerializer objectSerializer) => ObjectSerializer = objectSerializer;
}
