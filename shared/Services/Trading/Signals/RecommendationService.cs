using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Signals;

/// <summary>
/// Signals from outside (document 5, requirement 1). What an administrator or another system recommends is for every agent,
/// what a trader recommends for that trader's own.
/// </summary>
public sealed class RecommendationService(InstanceStorage storage, AuditLog audit, MarketClock clock, TimeProvider time)
{
    public const int MaxThesisLength = 1000;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);
    private readonly MarketFeed<Recommendation> feed = FeedIn(storage, time);
    private volatile Searchable? searchable;

    internal static MarketFeed<Recommendation> FeedIn(InstanceStorage storage, TimeProvider time) =>
        new(storage, time, "recommendation", MaxLifetime);

    /// <summary>Keeps a recommendation; the same operation again keeps it once. Agents hear of it at their next cycle.</summary>
    /// <exception cref="ProblemException">400 with every failing field.</exception>
    public async Task<Recommendation> SubmitAsync(
        Caller caller,
        SubmitRecommendationRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.MarketNow;
        RefuseInvalid(request, now);
        var operation = caller.Operation;
        var id = EntityId.Derive(IdPrefixes.Recommendation, operation.At, operation.Seed);
        var ownerId = caller.Role == Roles.Trader ? caller.UserId : null;
        var recommendation = new Recommendation(
            id,
            request.Symbol,
            request.Action,
            request.Confidence,
            request.Mode,
            request.Horizon,
            request.Thesis.Trim(),
            now,
            request.ExpiresAt ?? now + Lifetime,
            ownerId
        );
        var kept = await feed.AddAsync(
            id,
            operation.At,
            recommendation.CreatedAt,
            recommendation.ExpiresAt,
            ownerId,
            recommendation,
            cancellationToken
        );
        await audit.AppendAsync(
            AuditEntry.Of(caller, id, "recommendation.submitted", "recommendation", id, kept),
            cancellationToken
        );
        return kept;
    }

    /// <summary>A page of recommendations, newest first: a trader's own and everybody's, or all.</summary>
    public Task<(IReadOnlyList<Recommendation> Entries, string? NextPageToken)> ListAsync(
        Caller caller,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    ) => feed.ListAsync(caller.Role == Roles.Trader ? caller.UserId : null, pageSize, pageToken, cancellationToken);

    /// <summary>What counts at an instant of the market, at most a second late.</summary>
    public async ValueTask<Recommendations> CurrentAsync(DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        var current = await feed.CurrentAsync(marketTime, cancellationToken);
        var known = searchable;
        if (known is null || !ReferenceEquals(known.Of, current))
        {
            searchable = known = new Searchable(current, new Recommendations(current));
        }

        return known.All;
    }

    private static void RefuseInvalid(SubmitRecommendationRequest request, DateTimeOffset now)
    {
        List<FieldError> errors = [];
        if (!Symbol.IsValid(request.Symbol))
        {
            errors.Add(new("symbol", "A symbol is 1 to 10 capital letters, digits, dots or hyphens, such as AAPL."));
        }

        if (!(request.Confidence is >= 0 and <= 1))
        {
            errors.Add(new("confidence", "A confidence is from 0 to 1."));
        }

        if (!PlainText.IsWithin(request.Thesis, MaxThesisLength))
        {
            errors.Add(new("thesis", $"Say in 1 to {MaxThesisLength} characters, without control characters, why."));
        }

        if (request.ExpiresAt is { } end && (end <= now || end > now + MaxLifetime))
        {
            errors.Add(
                new(
                    "expiresAt",
                    FormattableString.Invariant(
                        $"It is {now:yyyy-MM-dd'T'HH:mm:ss'Z'} in the market: name an instant within the {MaxLifetime.TotalDays:0} days after it."
                    )
                )
            );
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }

    private sealed record Searchable(IReadOnlyList<Recommendation> Of, Recommendations All);
}
