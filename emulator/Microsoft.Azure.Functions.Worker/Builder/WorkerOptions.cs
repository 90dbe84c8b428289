using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

public class WorkerOptions
{
    /// <summary>
    /// Reads and writes the JSON of queues and orchestrations. By default System.Text.Json as
    /// <c>IOptions&lt;JsonSerializerOptions&gt;</c> says: reads any case, writes PascalCase, enums as numbers.
    /// </summary>
    public ObjectSerializer? Serializer { get; set; }
}
