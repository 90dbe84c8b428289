using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>
/// A table row that holds one value as JSON, split over the properties Json0, Json1, … because a property ends at 32 K
/// characters. Money stays exact: a table has no decimal type, JSON text has.
/// </summary>
public static class JsonRow
{
    /// <summary>The service's limit on a string property, in UTF-16 characters.</summary>
    public const int MaxPropertyLength = 32 * 1024;

    /// <summary>Makes the row of a value.</summary>
    /// <exception cref="InvalidOperationException">The value is larger than an entity may be (1 MiB).</exception>
    public static TableEntity Create<T>(string partitionKey, string rowKey, T value) =>
        CreateText(partitionKey, rowKey, JsonSerializer.Serialize(value, StoredJson.Options));

    /// <summary>Makes the row of a JSON text.</summary>
    /// <exception cref="InvalidOperationException">The text is larger than an entity may be (1 MiB).</exception>
    public static TableEntity CreateText(string partitionKey, string rowKey, string json)
    {
        var entity = new TableEntity(partitionKey, rowKey);
        var parts = 0;
        for (var start = 0; start < json.Length; start += MaxPropertyLength)
        {
            entity[Part(parts++)] = json.Substring(start, Math.Min(MaxPropertyLength, json.Length - start));
        }

        // 1 MiB holds 15 full properties of UTF-16 text beside the keys.
        if (parts > 15)
        {
            throw new InvalidOperationException(
                $"The row '{rowKey}' would be {json.Length} characters long, more than an entity holds."
            );
        }

        return entity;
    }

    /// <summary>Reads the value of a row that <see cref="Create{T}"/> made.</summary>
    public static T Read<T>(TableEntity entity) =>
        JsonSerializer.Deserialize<T>(ReadText(entity), StoredJson.Options)
        ?? throw new InvalidOperationException($"The row '{entity.RowKey}' holds no value.");

    /// <summary>Reads the JSON text of a row.</summary>
    public static string ReadText(TableEntity entity)
    {
        var json = entity.GetString(Part(0));
        if (entity.ContainsKey(Part(1)))
        {
            var parts = Enumerable.Range(0, int.MaxValue).TakeWhile(part => entity.ContainsKey(Part(part)));
            json = string.Concat(parts.Select(part => entity.GetString(Part(part))));
        }

        return json;
    }

    private static string Part(int part) => "Json" + part.ToString(CultureInfo.InvariantCulture);
}
