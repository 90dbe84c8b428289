using System.Globalization;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Oversight;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>
/// An agent's rules of oversight (document 1, US-014): the ones in force lie beside the book, so that the next trade goes by a
/// change; every version is kept.
/// </summary>
public sealed class OversightRulesService(
    AgentStore agents,
    AgentAccess access,
    TradeStore trades,
    UserStore users,
    InstanceStorage storage,
    Outbox outbox
)
{
    private static readonly AgentVersions<OversightRulesVersion> Versions = new("oversight-rules");
    private const int MaxPreviewed = 1000;
    private const int MaxNamed = 20;

    /// <exception cref="ProblemException">404.</exception>
    public async Task<OversightRulesVersion> GetAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    ) => (await access.RequireAsync(caller, agentId, cancellationToken)).Rules;

    /// <summary>A page of the versions that people made, newest first.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<(IReadOnlyList<OversightRulesVersion> Versions, string? NextPageToken)> ListAsync(
        Caller caller,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        return await Versions.ListAsync(storage, agentId, pageSize, pageToken, cancellationToken);
    }

    /// <summary>Puts rules in force. Those that are in force already make no version.</summary>
    /// <exception cref="ProblemException">400 with every field that is wrong; 404.</exception>
    public async Task<OversightRulesVersion> SetAsync(
        Caller caller,
        string agentId,
        OversightRules rules,
        CancellationToken cancellationToken
    )
    {
        await RefuseWrongAsync(rules, cancellationToken);
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            // Also what a repeated request finds after its first try succeeded.
            if (Text(state.Rules.Rules) == Text(rules))
            {
                return state.Rules;
            }

            var next = new OversightRulesVersion(state.Rules.Version + 1, caller.Operation.At, caller.UserId, rules);
            var told = Told(state, caller, next).ToOutbox();
            var outcome = await agents.CommitAsync(
                state,
                next,
                [Versions.PutNew(agentId, next.Version, next), Outbox.Promise(agentId, told)],
                cancellationToken
            );
            if (outcome == CommitOutcome.Committed)
            {
                await outbox.RelayAsync(agentId, [told], cancellationToken);
                return next;
            }
        }
    }

    /// <summary>Tries rules on the agent's past trades, as these were when they were made, and changes nothing.</summary>
    /// <exception cref="ProblemException">400 with every field that is wrong; 404.</exception>
    public async Task<RulesPreview> PreviewAsync(
        Caller caller,
        string agentId,
        OversightRules rules,
        CancellationToken cancellationToken
    )
    {
        await RefuseWrongAsync(rules, cancellationToken);
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var threshold = state.Agent.Settings.OversightThreshold;
        var (looked, stoppedNow, others, value) = (0, 0, 0, 0m);
        var stopped = new List<string>();
        string? token = null;
        do
        {
            var (page, next) = await trades.ListAsync(agentId, null, 200, token, cancellationToken);
            foreach (var trade in page)
            {
                if (trade.OversightFacts is not { } facts)
                {
                    others++;
                    continue;
                }

                looked++;
                stoppedNow += state.Rules.Rules.Stop(facts, threshold) is null ? 0 : 1;
                if (rules.Stop(facts, threshold) is not null)
                {
                    stopped.Add(trade.TradeId);
                    value += facts.Value;
                }
            }

            token = next;
        } while (token is not null && looked + others < MaxPreviewed);

        return new(looked, stopped.Count, stoppedNow, value, others, [.. stopped.Take(MaxNamed)]);
    }

    /// <summary>A page of those whom rules may name, in the order of their ids.</summary>
    public async Task<(IReadOnlyList<Approver> Approvers, string? NextPageToken)> ApproversAsync(
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var left = (await users.ListAsync(Roles.Approver, cancellationToken))
            .Where(user => string.CompareOrdinal(user.UserId, pageToken) > 0)
            .OrderBy(user => user.UserId, StringComparer.Ordinal)
            .Select(user => new Approver(user.UserId, user.FullName))
            .ToList();
        return left.Count > pageSize ? (left[..pageSize], left[pageSize - 1].UserId) : (left, null);
    }

    private async Task RefuseWrongAsync(OversightRules rules, CancellationToken cancellationToken)
    {
        var errors = OversightRulesCheck.Validate(rules).ToList();
        if (errors.Count == 0)
        {
            for (var i = 0; i < rules.Rules.Count; i++)
            {
                var rule = rules.Rules[i];
                await AddUnknownAsync(rule.Approvers, $"rules[{i}].approvers", errors, cancellationToken);
                await AddUnknownAsync(rule.EscalateTo, $"rules[{i}].escalateTo", errors, cancellationToken);
            }

            await AddUnreachableAsync(rules.Rules, errors, cancellationToken);
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }

    /// <summary>A trade that more approvers must approve than there are could never be made.</summary>
    private async Task AddUnreachableAsync(
        IReadOnlyList<OversightRule> rules,
        List<FieldError> errors,
        CancellationToken cancellationToken
    )
    {
        if (rules.All(rule => rule.RequiredApprovals == 1 || rule.Approvers is { Count: > 0 }))
        {
            return;
        }

        var known = (await users.ListAsync(Roles.Approver, cancellationToken)).Count;
        for (var i = 0; i < rules.Count; i++)
        {
            if (
                rules[i] is { Approvers: not { Count: > 0 }, RequiredApprovals: > 1 and var required }
                && required > known
            )
            {
                errors.Add(
                    new(
                        $"rules[{i}].requiredApprovals",
                        $"{known} users have the role Approver, so that {required} can never say yes: ask for fewer."
                    )
                );
            }
        }
    }

    private async Task AddUnknownAsync(
        IReadOnlyList<string>? userIds,
        string field,
        List<FieldError> errors,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; i < userIds?.Count; i++)
        {
            if ((await users.FindAsync(userIds[i], cancellationToken))?.User.Role != Roles.Approver)
            {
                errors.Add(
                    new($"{field}[{i}]", "There is no approver of this id: name a user with the role Approver.")
                );
            }
        }
    }

    private static AgentEvent Told(AgentState state, Caller caller, OversightRulesVersion next) =>
        new(
            $"{state.Agent.AgentId}-{EventTypes.OversightConfigured}-{next.Version.ToString(CultureInfo.InvariantCulture)}",
            EventTypes.OversightConfigured,
            state.Agent.AgentId,
            state.Agent.OwnerId,
            caller.UserId,
            state.Agent.AgentId,
            caller.Origin.CorrelationId,
            caller.Operation.At,
            JsonSerializer.SerializeToElement(
                new
                {
                    next.Version,
                    Before = state.Rules.Rules,
                    After = next.Rules,
                },
                ApiJson.Options
            )
        );

    private static string Text(OversightRules rules) => JsonSerializer.Serialize(rules, StoredJson.Options);
}
