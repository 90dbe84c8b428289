using System.Collections;

namespace Microsoft.Azure.Functions.Worker;

internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = [];

    public T? Get<T>() => features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

    public void Set<T>(T instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        features[typeof(T)] = instance;
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
