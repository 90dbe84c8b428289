using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Market;

/// <summary>What moves the whole market, told from outside (document 5, requirement 7).</summary>
public sealed class MacroEvents(
    InstanceStorage storage,
    AuditLog audit,
    AgentWakeUps wakeUps,
    MarketClock clock,
    TimeProvider time
)
{
    public const int MaxTitleLength = 200;
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(30);
    private readonly MarketFeed<MacroEvent> feed = FeedIn(storage, time);

    internal static MarketFeed<MacroEvent> FeedIn(InstanceStorage storage, TimeProvider time) =>
        new(storage, time, "event", MaxDuration);

    /// <summary>
    /// Notes an event that begins now, once for one operation. A severe one has every agent look at its positions at once
    /// (requirement 7.1).
    /// </summary>
    /// <exception cref="ProblemException">400.</exception>
    public async Task<MacroEvent> ReportAsync(
        Caller caller,
        ReportMacroEventRequest request,
        CancellationToken cancellationToken
    )
    {
        List<FieldError> errors = [];
        if (!PlainText.IsWithin(request.Title, MaxTitleLength))
        {
            errors.Add(
                new("title", $"Say in 1 to {MaxTitleLength} characters, without control characters, what happened.")
            );
        }

        if (request.EstimatedDuration < TimeSpan.FromMinutes(1) || request.EstimatedDuration > MaxDuration)
        {
            errors.Add(new("estimatedDuration", "An event lasts from \"00:01:00\" to \"30.00:00:00\"."));
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }

        var operation = caller.Operation;
        var now = clock.MarketNow;
        var id = EntityId.Derive(IdPrefixes.MacroEvent, operation.At, operation.Seed);
        var noted = await feed.AddAsync(
            id,
            operation.At,
            now,
            now + request.EstimatedDuration,
            null,
            new MacroEvent(id, request.Severity, request.Title.Trim(), now, now + request.EstimatedDuration),
            cancellationToken
        );
        await audit.AppendAsync(
            AuditEntry.Of(caller, id, "market.event_reported", "market_event", id, noted),
            cancellationToken
        );
        if (noted.IsSevereAt(noted.StartsAt))
        {
            await wakeUps.SendAllAsync(CycleReason.MacroEvent, cancellationToken);
        }

        return noted;
    }

    /// <summary>A page of all events, newest first.</summary>
    public Task<(IReadOnlyList<MacroEvent> Entries, string? NextPageToken)> ListAsync(
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    ) => feed.ListAsync(null, pageSize, pageToken, cancellationToken);

    /// <summary>Whether a severe event is on at an instant of the market.</summary>
    public async ValueTask<bool> IsSevereAtAsync(DateTimeOffset marketTime, CancellationToken cancellationToken) =>
        (await feed.CurrentAsync(marketTime, cancellationToken)).Any(each => each.IsSevereAt(marketTime));
}
