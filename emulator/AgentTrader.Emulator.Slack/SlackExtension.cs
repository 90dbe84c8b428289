using System.Reflection;
using AgentTrader.Emulator.Hosting;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: EmulatorExtension(typeof(AgentTrader.Emulator.Slack.SlackExtension))]

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// A Slack workspace inside the host, with a page at <c>/emulator/slack</c>, for an app whose setting <c>Slack:BaseUrl</c>
/// names this host's <c>/emulator/slack/api</c>. For any other app there is none.
/// </summary>
public sealed class SlackExtension : EmulatorExtension
{
    private const string Root = "/emulator/slack";
    private WorkspaceSettings? settings;

    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration) =>
        settings = WorkspaceSettings.Read(configuration);

    public override void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        if (settings is null)
        {
            return;
        }

        var clock = endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        var table = new TableClient(settings.Storage, TablePrefix(settings.Instance) + "slackworkspace");
        var workspace = new Workspace(table, clock);
        var permits = new Permits(settings.SigningSecret, clock);
        var api = new WebApi(settings, workspace, permits);
        var page = new PageActions(
            settings,
            workspace,
            permits,
            new Payloads(permits, clock),
            new AppCalls(settings, clock),
            api
        );
        endpoints.MapPost(WorkspaceSettings.ApiPath + "/{method}", api.CallAsync);
        endpoints.MapPost(Root + "/answers/{permit}", api.RespondAsync);
        endpoints.MapGet(Root + "/state", page.StateAsync);
        endpoints.MapPost(Root + "/click", page.ClickAsync);
        endpoints.MapPost(Root + "/submit", page.SubmitAsync);
        endpoints.MapPost(Root + "/close", page.CloseAsync);
        endpoints.MapPost(Root + "/say", page.SayAsync);
        endpoints.MapPost(Root + "/outage", page.OutageAsync);
        MapFile(endpoints, Root, "page.html", "text/html; charset=utf-8");
        MapFile(endpoints, Root + "/page.js", "page.js", "text/javascript; charset=utf-8");
        MapFile(endpoints, Root + "/blocks.js", "blocks.js", "text/javascript; charset=utf-8");
        MapFile(endpoints, Root + "/page.css", "page.css", "text/css; charset=utf-8");
    }

    private static void MapFile(IEndpointRouteBuilder endpoints, string path, string name, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        endpoints.MapGet(
            path,
            async context =>
            {
                var headers = context.Response.Headers;
                headers.CacheControl = "no-cache";
                headers.XContentTypeOptions = "nosniff";
                headers.ContentSecurityPolicy =
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
                context.Response.ContentType = contentType;
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        );
    }

    /// <summary>The product's own way to put an instance's name into a table's name, where no hyphen may stand.</summary>
    private static string TablePrefix(string instanceName) =>
        instanceName.Replace("0", "00", StringComparison.Ordinal).Replace("-", "01", StringComparison.Ordinal);
}
