using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// What the page asks for and does in the name of the person that one is: reads channels, clicks, submits forms, types. A
/// request of another site's page is refused.
/// </summary>
internal sealed class PageActions(
    WorkspaceSettings settings,
    Workspace workspace,
    Permits permits,
    Payloads payloads,
    AppCalls app,
    WebApi api
)
{
    private const int MaxMessages = 60;
    private const int MaxText = 3000;
    private static readonly string[] Commands = ["/agents", "/pending", "/pause", "/kill", "/link"];

    /// <summary>All that one person sees.</summary>
    public async Task StateAsync(HttpContext context)
    {
        if (PersonOf(context.Request.Query["user"]) is not { } person)
        {
            await RefuseAsync(context, 404, "There is no such person in this workspace.");
            return;
        }

        var cancellationToken = context.RequestAborted;
        var own = await workspace.NewestPrivateAsync(person.Id, MaxMessages, cancellationToken);
        var channels = new JsonArray();
        foreach (var channel in WorkspaceSettings.Channels)
        {
            var messages = await workspace.NewestAsync(channel.Id, MaxMessages, cancellationToken);
            foreach (var message in own.Where(message => (string?)message["channel"] == channel.Id))
            {
                message["private"] = true;
                messages.Add(message);
            }

            var sorted = messages.OrderBy(message => Timestamp.Parse((string?)message["ts"]));
            channels.Add(
                new JsonObject
                {
                    ["id"] = channel.Id,
                    ["name"] = channel.Name,
                    ["messages"] = new JsonArray([.. sorted]),
                }
            );
        }

        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["people"] = new JsonArray([
                    .. WorkspaceSettings.People.Select(known => new JsonObject
                    {
                        ["id"] = known.Id,
                        ["name"] = known.Name,
                    }),
                ]),
                ["channels"] = channels,
                ["form"] = await workspace.FormAsync(person.Id, cancellationToken),
                ["outage"] = api.Outage.ToString().ToLowerInvariant(),
            },
            cancellationToken
        );
    }

    /// <summary>Clicks a button of a message.</summary>
    public Task ClickAsync(HttpContext context) =>
        ActAsync(
            context,
            async (person, body, cancellationToken) =>
            {
                var channel = WorkspaceSettings.Channels.Single(known => known.Id == (string?)body["channel"]);
                var timestamp = (string?)body["ts"];
                var message = await workspace.FindAsync(channel.Id, timestamp, cancellationToken);
                var actionId = (string?)body["actionId"];
                if (message is null || Payloads.ButtonOf(message, actionId) is not var (button, blockId))
                {
                    return "The message has changed meanwhile.";
                }

                var payload = payloads.Click(person, channel, message, button, blockId, AnswerUrl(person, channel));
                var (status, _) = await app.InteractAsync(payload, cancellationToken);
                return Warning(status);
            }
        );

    /// <summary>Submits the form that the person has open.</summary>
    public Task SubmitAsync(HttpContext context) =>
        ActAsync(
            context,
            async (person, body, cancellationToken) =>
            {
                if (await workspace.FormAsync(person.Id, cancellationToken) is not { } form)
                {
                    return "The form was closed meanwhile.";
                }

                var payload = payloads.Submission(person, form, body["values"] as JsonObject ?? []);
                var (status, answer) = await app.InteractAsync(payload, cancellationToken);
                if (Warning(status) is { } warning)
                {
                    return warning;
                }

                var said = answer.Length > 0 ? JsonSerializer.Deserialize<JsonObject>(answer) : null;
                if ((string?)said?["response_action"] == "errors")
                {
                    form["errors"] = said!["errors"]!.DeepClone();
                    await workspace.SetFormAsync(person.Id, form, cancellationToken);
                }
                else
                {
                    await workspace.SetFormAsync(person.Id, null, cancellationToken);
                }

                return null;
            }
        );

    /// <summary>Closes the form that the person has open.</summary>
    public Task CloseAsync(HttpContext context) =>
        ActAsync(
            context,
            async (person, _, cancellationToken) =>
            {
                await workspace.SetFormAsync(person.Id, null, cancellationToken);
                return null;
            }
        );

    /// <summary>Sends what the person typed: a command of the app, or a message.</summary>
    public Task SayAsync(HttpContext context) =>
        ActAsync(
            context,
            async (person, body, cancellationToken) =>
            {
                var channel = WorkspaceSettings.Channels.Single(known => known.Id == (string?)body["channel"]);
                var text = ((string?)body["text"] ?? "").Trim();
                if (text.Length is 0 or > MaxText)
                {
                    return $"A message has 1 to {MaxText} characters.";
                }

                if (!text.StartsWith('/'))
                {
                    var message = PlainMessage(channel, person, text);
                    await workspace.AddAsync(channel.Id, message, cancellationToken);
                    return null;
                }

                var words = text.Split(' ', 2);
                return Commands.Contains(words[0])
                    ? await CommandAsync(
                        person,
                        channel,
                        words[0],
                        words.ElementAtOrDefault(1) ?? "",
                        cancellationToken
                    )
                    : $"{words[0]} is not a valid command: there are {string.Join(", ", Commands)}.";
            }
        );

    /// <summary>Turns the workspace's own outage on or off.</summary>
    public Task OutageAsync(HttpContext context) =>
        ActAsync(
            context,
            (_, body, _) =>
            {
                var known = Enum.TryParse<Outage>((string?)body["outage"], ignoreCase: true, out var outage);
                api.Outage = known ? outage : api.Outage;
                return Task.FromResult(known ? null : "There is no such outage.");
            }
        );

    private async Task<string?> CommandAsync(
        Person person,
        Channel channel,
        string command,
        string text,
        CancellationToken cancellationToken
    )
    {
        var (status, answer) = await app.CommandAsync(
            new Dictionary<string, string>
            {
                ["team_id"] = WorkspaceSettings.TeamId,
                ["channel_id"] = channel.Id,
                ["channel_name"] = channel.Name,
                ["user_id"] = person.Id,
                ["user_name"] = person.Handle,
                ["command"] = command,
                ["text"] = text,
                ["response_url"] = AnswerUrl(person, channel),
                ["trigger_id"] = permits.Trigger(person.Id),
            },
            cancellationToken
        );
        if (Warning(status) is { } warning)
        {
            return warning;
        }

        if (answer.Length > 0 && (string?)JsonSerializer.Deserialize<JsonObject>(answer)?["text"] is { } said)
        {
            var message = new JsonObject
            {
                ["channel"] = channel.Id,
                ["username"] = "AgentTrader",
                ["bot"] = true,
                ["text"] = said,
            };
            await workspace.AddPrivateAsync(person.Id, message, cancellationToken);
        }

        return null;
    }

    private string AnswerUrl(Person person, Channel channel) =>
        new Uri(settings.App, $"/emulator/slack/answers/{permits.Answer(person.Id, channel.Id)}").AbsoluteUri;

    /// <summary>A person's own words; Slack keeps its three reserved characters escaped.</summary>
    private static JsonObject PlainMessage(Channel channel, Person person, string text) =>
        new()
        {
            ["channel"] = channel.Id,
            ["user"] = person.Id,
            ["username"] = person.Name,
            ["text"] = text.Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal)
                .Replace(">", "&gt;", StringComparison.Ordinal),
        };

    private static string? Warning(int status) =>
        status switch
        {
            >= 200 and < 300 => null,
            0 => "AgentTrader did not answer within three seconds: try again.",
            _ => $"AgentTrader answered with status {status}: try again.",
        };

    private static Person? PersonOf(string? id) => WorkspaceSettings.People.FirstOrDefault(person => person.Id == id);

    /// <summary>Does one thing in a person's name, and answers with what went wrong, if anything did.</summary>
    private static async Task ActAsync(
        HttpContext context,
        Func<Person, JsonObject, CancellationToken, Task<string?>> act
    )
    {
        // JSON of another origin needs a permission that is never given, and says where it comes from.
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var own = origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}";
        if (!own || !request.HasJsonContentType())
        {
            await RefuseAsync(context, 403, "Only the workspace's own page may do this.");
            return;
        }

        try
        {
            var body = await request.ReadFromJsonAsync<JsonObject>(context.RequestAborted);
            if (body is null || PersonOf((string?)body["user"]) is not { } person)
            {
                await RefuseAsync(context, 404, "There is no such person in this workspace.");
                return;
            }

            var warning = await act(person, body, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new { warning }, context.RequestAborted);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            await RefuseAsync(context, 400, "The request is malformed: reload the page.");
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string warning)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { warning }, context.RequestAborted);
    }
}
