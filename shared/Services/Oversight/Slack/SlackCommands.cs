using System.Globalization;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Trading.Control;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>The slash commands, answered to whoever gives them. What a user may see and do is what the API lets them.</summary>
public sealed class SlackCommands(AgentService agents, OversightService oversight, TradingControls controls)
{
    /// <summary>The one command of people whom we do not know yet.</summary>
    public const string Link = "/link";

    private const int MaxListed = 20;
    private const int PageSize = 100;

    /// <summary>Whether a command does more than list.</summary>
    public static bool Changes(string? command) => command is "/pause" or "/kill";

    /// <exception cref="ProblemException">As the API refuses it.</exception>
    public Task<string> RunAsync(Caller caller, SlackAction action, CancellationToken cancellationToken) =>
        action.Command switch
        {
            "/agents" => ListAgentsAsync(caller, action.Text?.Trim() ?? "", cancellationToken),
            "/pending" => ListPendingAsync(caller, cancellationToken),
            "/pause" => PauseAsync(caller, action.Text ?? "", cancellationToken),
            "/kill" => KillAsync(caller, action.Text, cancellationToken),
            _ => Task.FromResult(
                "AgentTrader knows /agents [NAME], /pending, /pause NAME, /kill [REASON] and /link CODE: use one of these."
            ),
        };

    private async Task<string> ListAgentsAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        var (found, next) =
            name.Length == 0
                ? await agents.ListAsync(caller, MaxListed, null, cancellationToken)
                : (await FindAsync(caller, name, cancellationToken), null);
        var lines = found.Select(agent =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{agent.Name}: {agent.Status.ToString().ToLowerInvariant()}, ${agent.Portfolio.Value:N2}"
            ) + (agent.PendingApproval is null ? "" : ", waits for an approval")
        );
        return Listed("There is no agent yet.", lines, next is not null);
    }

    private async Task<string> ListPendingAsync(Caller caller, CancellationToken cancellationToken)
    {
        var found = new List<OversightRequestResponse>();
        string? page = null;
        do
        {
            var wanted = new OversightFilter(OversightStatus.Pending);
            (var some, page) = await oversight.ListAsync(caller, wanted, PageSize, page, cancellationToken);
            found.AddRange(some);
        } while (page is not null);

        // Those whose time is up first come first, and are not the ones that are left out.
        var lines = found
            .OrderBy(request => request.ExpiresAt)
            .Take(MaxListed)
            .Select(request =>
            {
                var trade = request.TradeDetails;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{request.AgentName}: {trade.Action.ToString().ToLowerInvariant()} {trade.Quantity:N0} {trade.Symbol} for ${trade.EstimatedValue:N2}, until {request.ExpiresAt.UtcDateTime:HH:mm:ss} UTC"
                );
            });
        return Listed("Nothing waits for an approval.", lines, found.Count > MaxListed);
    }

    private async Task<string> PauseAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        Demand(caller, Roles.Admin | Roles.Trader);
        if (name.Length == 0)
        {
            return "Say which agent: /pause NAME.";
        }

        var found = await FindAsync(caller, name, cancellationToken);
        if (found.Count != 1)
        {
            return found.Count == 0
                ? $"There is no agent '{name}': see /agents."
                : $"Several agents are called '{name}': give one of {string.Join(", ", found.Select(one => one.AgentId))}.";
        }

        var paused = await agents.PauseAsync(caller, found[0].AgentId, cancellationToken);
        return $"{paused.Name} is paused.";
    }

    private async Task<string> KillAsync(Caller caller, string? reason, CancellationToken cancellationToken)
    {
        Demand(caller, Roles.Admin);
        var why = string.IsNullOrWhiteSpace(reason) ? $"{caller.FullName} turned it on in Slack." : reason;
        await controls.SetKillSwitchAsync(caller, new KillSwitchRequest(true, why), cancellationToken);
        return "The kill switch is on: nothing is bought until an administrator turns it off in the dashboard.";
    }

    /// <summary>The agents of a name, or the one of an id.</summary>
    private async Task<List<AgentResponse>> FindAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        if (EntityId.IsValid(name, IdPrefixes.Agent))
        {
            return [await agents.GetAsync(caller, name, cancellationToken)];
        }

        var found = new List<AgentResponse>();
        string? page = null;
        do
        {
            (var some, page) = await agents.ListAsync(caller, PageSize, page, cancellationToken);
            found.AddRange(some.Where(agent => agent.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        } while (page is not null);

        return found;
    }

    private static void Demand(Caller caller, Roles roles)
    {
        if ((caller.Role & roles) == Roles.None)
        {
            throw ProblemException.Forbidden(
                $"This needs the role {string.Join(" or ", roles.ToString().ToLowerInvariant().Split(", "))}, and yours is {caller.Role.ToString().ToLowerInvariant()}: ask an admin."
            );
        }
    }

    private static string Listed(string nothing, IEnumerable<string> lines, bool more)
    {
        var text = string.Join('\n', lines);
        return text.Length == 0 ? nothing : text + (more ? "\n… and more: see the dashboard." : "");
    }
}
