using AgentTrader.Core;

namespace AgentTrader.Services;

/// <summary>
/// A refusal that the caller is told about as RFC 9457 problem details. The detail is one sentence that says what to do next;
/// the type is stable, a relative URI such as <c>/problems/insufficient-cash</c>, so that clients may branch on it.
/// </summary>
public sealed class ProblemException(int status, string type, string title, string detail) : Exception(detail)
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string Title { get; } = title;

    public string Detail => Message;

    /// <summary>Every failing field by its path, with a sentence for each thing wrong with it. Empty unless the input was invalid.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; private init; } = NoErrors;

    /// <summary>When to try again; answered as <c>Retry-After</c> in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>404. <paramref name="what"/> is the kind in plain words, such as "agent".</summary>
    public static ProblemException NotFound(string what, string id) =>
        new(
            404,
            "/problems/not-found",
            "Not found",
            $"There is no {what} '{Shorten(id)}': check the id, or list them first."
        );

    /// <summary>409: the request was right, the state of the thing was not.</summary>
    public static ProblemException Conflict(string type, string detail) => new(409, type, "Conflict", detail);

    /// <summary>422: well-formed, and a rule of the product says no.</summary>
    public static ProblemException Rule(string type, string detail) => new(422, type, "Refused by a rule", detail);

    /// <summary>402: the quota or the cash is used up.</summary>
    public static ProblemException PaymentRequired(string type, string detail) =>
        new(402, type, "Not enough left", detail);

    /// <summary>400 with every failing field.</summary>
    public static ProblemException Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, "/problems/invalid-request", "Invalid request", Summary(errors)) { Errors = errors };

    /// <summary>400 for the one field named.</summary>
    public static ProblemException Invalid(string field, string sentence) =>
        Invalid(new Dictionary<string, string[]> { [field] = [sentence] });

    /// <summary>What Core's rules refuse: 422 when every refusal is a value over a limit of the product, else 400.</summary>
    public static ProblemException Invalid(IReadOnlyCollection<FieldError> errors)
    {
        var byField = errors
            .GroupBy(error => error.Field)
            .ToDictionary(group => group.Key, group => group.Select(error => error.Sentence).ToArray());
        return errors.All(error => error.OverLimit)
            ? new(422, "/problems/over-limit", "Over a limit", Summary(byField)) { Errors = byField }
            : Invalid(byField);
    }

    /// <summary>401: nobody, or somebody we cannot believe.</summary>
    public static ProblemException Unauthorized(
        string detail = "Sign in and send the token as 'Authorization: Bearer <token>'."
    ) => new(401, "/problems/unauthorized", "Not signed in", detail);

    /// <summary>403: signed in, and not allowed.</summary>
    public static ProblemException Forbidden(string detail) => new(403, "/problems/forbidden", "Not allowed", detail);

    /// <summary>429.</summary>
    public static ProblemException TooMany(TimeSpan retryAfter, string detail) =>
        new(429, "/problems/too-many-requests", "Too many requests", detail) { RetryAfter = retryAfter };

    /// <summary>503: something this process needs is not there yet, or not any more.</summary>
    public static ProblemException Unavailable(string detail) =>
        new(503, "/problems/unavailable", "Not available", detail) { RetryAfter = TimeSpan.FromSeconds(1) };

    private static string Summary(IReadOnlyDictionary<string, string[]> errors) =>
        errors.Count == 1
            ? $"Correct '{errors.Keys.First()}': {errors.Values.First()[0]}"
            : $"Correct the {errors.Count} fields named in 'errors' and send the request again.";

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
