using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute()
    {
        AuthLevel = AuthorizationLevel.Function;
    }

    /// <summary>Official: this constructor leaves the level Anonymous, unlike the parameterless one.</summary>
    public HttpTriggerAttribute(params string[] methods)
    {
        Methods = methods;
    }

    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the route prefix, constraints included; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>The methods that reach the function; null or none means all.</summary>
    public string[]? Methods { get; private set; }

    public AuthorizationLevel AuthLevel { get; private set; }
}
