using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace AgentTrader.Emulator.Hosting;

/// <summary>The app's settings and its host.json, with the host's <c>%Setting%</c> substitution.</summary>
public sealed partial class HostSettings(IConfiguration app, IConfiguration hostJson)
{
    /// <summary>The name that singletons and checkpoints in storage are kept under; one an app, the same on each of its hosts.</summary>
    public string HostId =>
        app["AzureFunctionsWebHost__hostid"] ?? app["AzureFunctionsWebHost:hostid"] ?? "agenttrader";

    /// <summary>A section of host.json, for example <c>extensions:queues</c>.</summary>
    public IConfigurationSection Section(string path) => hostJson.GetSection(path);

    /// <summary>Replaces each <c>%Name%</c> by that setting. A missing setting is a <see cref="HostStartException"/> that names it.</summary>
    public string Resolve(string text) =>
        Placeholder()
            .Replace(
                text,
                match =>
                    app[match.Groups[1].Value]
                    ?? throw new HostStartException(
                        $"The setting '{match.Groups[1].Value}' is missing; '{text}' needs it. Add it to the app's settings."
                    )
            );

    /// <summary>
    /// The connection string a binding's <c>Connection</c> names: the setting itself, then <c>AzureWebJobs</c> + name. Null or empty
    /// means <c>AzureWebJobsStorage</c>.
    /// </summary>
    public string ConnectionString(string? name)
    {
        var setting = string.IsNullOrEmpty(name) ? "AzureWebJobsStorage" : name;
        return app[setting]
            ?? app["AzureWebJobs" + setting]
            ?? app.GetConnectionString(setting)
            ?? throw new HostStartException(
                $"The connection string '{setting}' is missing. Add it to the app's settings."
            );
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
