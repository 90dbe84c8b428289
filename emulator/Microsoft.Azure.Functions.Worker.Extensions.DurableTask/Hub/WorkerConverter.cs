using System.Text;
using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// The worker's serializer. <paramref name="loaded"/> holds the texts of the references that it may meet.
/// </summary>
internal sealed class WorkerConverter(ObjectSerializer serializer, IReadOnlyDictionary<string, string> loaded)
    : DataConverter
{
    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType(), default).ToString();

    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
        {
            return null;
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(loaded.GetValueOrDefault(data, data)));
        return serializer.Deserialize(stream, targetType, default);
    }
}
