#nullable disable // The official package is not annotated.

using System.Collections;
using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>
/// An entity as a dictionary of its properties. Values are string, int, long, double, bool, <see cref="DateTimeOffset"/>,
/// <see cref="Guid"/> and byte[]; dates come back as <see cref="DateTimeOffset"/>.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    internal const string ETagKey = "odata.etag";
    private readonly Dictionary<string, object> properties;

    public TableEntity()
        : this(null) { }

    public TableEntity(string partitionKey, string rowKey)
        : this(null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values)
    {
        properties = values is null ? [] : new Dictionary<string, object>(values);
    }

    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => properties[nameof(PartitionKey)] = value;
    }

    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => properties[nameof(RowKey)] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetValue<DateTimeOffset?>(nameof(Timestamp));
        set => properties[nameof(Timestamp)] = value;
    }

    public ETag ETag
    {
        get => new(GetString(ETagKey));
        set => properties[ETagKey] = value.ToString();
    }

    public int Count => properties.Count;

    public ICollection<string> Keys => properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>
    /// The property's value; null when there is none. An int set over a long or double keeps the stored type.
    /// </summary>
    public object this[string key]
    {
        get => GetValue<object>(key);
        set => SetValue(key, value);
    }

    /// <exception cref="InvalidOperationException">The property has another type; so for each getter below.</exception>
    public string GetString(string key) => GetValue<string>(key);

    public byte[] GetBinary(string key) => GetValue<byte[]>(key);

    public BinaryData GetBinaryData(string key) => GetValue<BinaryData>(key);

    public bool? GetBoolean(string key) => GetValue<bool?>(key);

    public DateTime? GetDateTime(string key) => GetValue<DateTime?>(key);

    public DateTimeOffset? GetDateTimeOffset(string key) => GetValue<DateTimeOffset?>(key);

    public double? GetDouble(string key) => GetValue<double?>(key);

    public Guid? GetGuid(string key) => GetValue<Guid?>(key);

    public int? GetInt32(string key) => GetValue<int?>(key);

    public long? GetInt64(string key) => GetValue<long?>(key);

    public void Add(string key, object value) => properties.Add(key, value);

    public bool ContainsKey(string key) => properties.ContainsKey(key);

    public bool Remove(string key) => properties.Remove(key);

    public bool TryGetValue(string key, out object value) => properties.TryGetValue(key, out value);

    public void Clear() => properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) =>
        SetValue(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        properties.Remove(item.Key);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() =>
        properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => properties.GetEnumerator();

    private T GetValue<T>(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!properties.TryGetValue(key, out var value) || value is null)
        {
            return default;
        }

        if (typeof(T) == typeof(DateTime?) && value is DateTimeOffset instant)
        {
            value = instant.UtcDateTime;
        }
        else if (typeof(T) == typeof(DateTimeOffset?) && value is DateTime date)
        {
            value = new DateTimeOffset(date);
        }
        else if (typeof(T) == typeof(BinaryData) && value is byte[] bytes)
        {
            value = new BinaryData(bytes);
        }

        return value is T typed
            ? typed
            : throw new InvalidOperationException(
                string.Format(
                    CultureInfo.InvariantCulture,
                    "Cannot return {0} type for a {1} typed property.",
                    typeof(T),
                    value.GetType()
                )
            );
    }

    private void SetValue(string key, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (value is not null && properties.TryGetValue(key, out var stored))
        {
            value = (stored, value) switch
            {
                (double, int number) => (double)number,
                (long, int number) => (long)number,
                (string, DateTime or DateTimeOffset) => value.ToString(),
                _ => value,
            };
        }

        properties[key] = value;
    }
}
