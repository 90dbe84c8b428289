using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// The workspace that the app's own settings describe: its token, its signing secret, and where the app listens, which is the
/// same host.
/// </summary>
internal sealed record WorkspaceSettings(
    string BotToken,
    string SigningSecret,
    Uri App,
    string Storage,
    string Instance
)
{
    /// <summary>The path of the Web API. An app that is given another address speaks to another Slack.</summary>
    public const string ApiPath = "/emulator/slack/api";

    public const string TeamId = "T00DEMO";

    public static IReadOnlyList<Person> People { get; } =
    [
        new("U00APPROVER", "Aron Approver", "aron"),
        new("U00ADMIN", "Ada Admin", "ada"),
        new("U00TRADER", "Theo Trader", "theo"),
        new("U00GUEST", "Gus Guest", "gus"),
    ];

    public static IReadOnlyList<Channel> Channels { get; } =
    [new("C00APPROVALS", "trade-approvals"), new("C00URGENT", "trade-urgent"), new("C00GENERAL", "general")];

    /// <summary>Null unless the app's Slack is this one.</summary>
    /// <exception cref="HostStartException">A setting that it needs is missing.</exception>
    public static WorkspaceSettings? Read(IConfiguration configuration)
    {
        var ours =
            Uri.TryCreate(configuration["Slack:BaseUrl"], UriKind.Absolute, out var address)
            && address.AbsolutePath.TrimEnd('/') == ApiPath;
        return ours
            ? new(
                Require(configuration, "Slack:BotToken"),
                Require(configuration, "Slack:SigningSecret"),
                new Uri(address!.GetLeftPart(UriPartial.Authority)),
                Require(configuration, "AzureWebJobsStorage"),
                configuration["InstanceName"] ?? ""
            )
            : null;
    }

    private static string Require(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value
            ? value
            : throw new HostStartException(
                $"The setting '{name}' is missing; the Slack workspace under /emulator/slack needs it. Add it to the app's settings."
            );
}
