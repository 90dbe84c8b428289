using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Control;

/// <summary>
/// An agent's settings of the engine (document 5, requirement 16): the ones in force lie beside the book, so that a cycle
/// reads both at once and goes by a change at its next turn; every version is kept.
/// </summary>
public sealed class EngineConfigs(AgentStore agents, AgentAccess access, InstanceStorage storage, Outbox outbox)
{
    private static readonly AgentVersions<EngineConfigVersion> Versions = new("engine-config");

    /// <exception cref="ProblemException">404.</exception>
    public async Task<EngineConfigVersion> GetAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    ) => (await access.RequireAsync(caller, agentId, cancellationToken)).Engine;

    /// <summary>A page of the versions that people made, newest first.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<(IReadOnlyList<EngineConfigVersion> Versions, string? NextPageToken)> ListAsync(
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

    /// <summary>Sets what the body names; what is absent stays as it is.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="agentId">Whose settings.</param>
    /// <param name="settings">Settings by their names in the API, each of the right type.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProblemException">400 with every setting that is out of its range; 404.</exception>
    public Task<EngineConfigVersion> SetAsync(
        Caller caller,
        string agentId,
        IReadOnlyDictionary<string, JsonElement> settings,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            agentId,
            config =>
            {
                var merged = ToJson(config);
                foreach (var (name, value) in settings)
                {
                    merged[name] = JsonNode.Parse(value.GetRawText());
                }

                return merged.Deserialize<EngineConfig>(ApiJson.Options)!;
            },
            cancellationToken
        );

    /// <summary>Sets the risk tier, or with null lets the engine choose again, beginning with the one in force (requirement 5.7).</summary>
    /// <exception cref="ProblemException">404.</exception>
    public Task<EngineConfigVersion> SetTierAsync(
        Caller caller,
        string agentId,
        RiskTier? tier,
        CancellationToken cancellationToken
    ) => ChangeAsync(caller, agentId, config => config with { ManualTier = tier }, cancellationToken);

    private async Task<EngineConfigVersion> ChangeAsync(
        Caller caller,
        string agentId,
        Func<EngineConfig, EngineConfig> change,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var state = await access.RequireAsync(caller, agentId, cancellationToken);
            var before = state.Engine;
            var config = change(before.Config);
            if (EngineConfigRules.Validate(config) is { Count: > 0 } errors)
            {
                throw ProblemException.Invalid([.. errors]);
            }

            // Also what a repeated request finds after its first try succeeded.
            var differences = Differences(before.Config, config);
            if (differences.Count == 0)
            {
                return before;
            }

            var at = caller.Operation.At;
            var next = new EngineConfigVersion(before.Version + 1, at, caller.UserId, config);
            var told = Told(state.Agent, caller, next.Version, differences).ToOutbox();
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

    private static AgentEvent Told(AgentRecord agent, Caller caller, int version, JsonObject changes) =>
        new(
            $"{agent.AgentId}-{EventTypes.EngineConfigured}-{version.ToString(CultureInfo.InvariantCulture)}",
            EventTypes.EngineConfigured,
            agent.AgentId,
            agent.OwnerId,
            caller.UserId,
            agent.AgentId,
            caller.Origin.CorrelationId,
            caller.Operation.At,
            JsonSerializer.SerializeToElement(new { version, changes }, ApiJson.Options)
        );

    /// <summary>Each setting that changed, with its value before and after.</summary>
    private static JsonObject Differences(EngineConfig before, EngineConfig after)
    {
        var (old, changed) = (ToJson(before), ToJson(after));
        return new(
            changed
                .Where(setting => !JsonNode.DeepEquals(setting.Value, old[setting.Key]))
                .Select(setting =>
                    KeyValuePair.Create(
                        setting.Key,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["before"] = old[setting.Key]?.DeepClone(),
                                ["after"] = setting.Value?.DeepClone(),
                            }
                    )
                )
        );
    }

    private static JsonObject ToJson(EngineConfig config) =>
        (JsonObject)JsonSerializer.SerializeToNode(config, ApiJson.Options)!;
}
