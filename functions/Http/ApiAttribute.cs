using AgentTrader.Core.Identity;

namespace AgentTrader.Functions.Http;

/// <summary>
/// What an HTTP function promises: who may call it, what it takes and what it answers. The one source for authorization and
/// for /openapi.json. A function without it is refused with 403.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiAttribute(string summary) : Attribute
{
    /// <summary>One line for readers of the API's description.</summary>
    public string Summary { get; } = summary;

    /// <summary>The roles that may call it.</summary>
    public Roles Roles { get; set; }

    /// <summary>Anybody may call it, signed in or not.</summary>
    public bool Anonymous { get; set; }

    /// <summary>Decides and changes nothing but the caller's own login, so that those may call it who have yet to enrol for one-time codes.</summary>
    public bool BeforeTotp { get; set; }

    /// <summary>The type of the JSON body it takes.</summary>
    public Type? Body { get; set; }

    /// <summary>The type of the JSON it answers on success; none means an empty answer.</summary>
    public Type? Result { get; set; }

    /// <summary>The status on success.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The names of the query parameters it reads.</summary>
    public string[] Query { get; set; } = [];

    /// <summary>Statuses beside the usual ones (400, 401, 403, 404 where they apply, 429, 500) that it answers.</summary>
    public int[] Problems { get; set; } = [];

    /// <summary>The answer holds a secret, so it is never stored for a repeated <c>Idempotency-Key</c>.</summary>
    public bool Secret { get; set; }

    /// <summary>Not part of the described API: the dashboard's files and the like.</summary>
    public bool Undocumented { get; set; }
}
