using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// The methods of Slack's Web API that the product calls, with Slack's own names, shapes and errors. See
/// https://docs.slack.dev/reference/methods.
/// </summary>
internal sealed class WebApi(WorkspaceSettings settings, Workspace workspace, Permits permits)
{
    private const int MaxBody = 1024 * 1024;
    private const int MaxText = 40_000;
    private const string BotId = "U00BOT";
    private const string BotName = "AgentTrader";

    /// <summary>What the next calls get.</summary>
    public Outage Outage { get; set; }

    /// <summary>Serves <c>POST …/api/{method}</c>.</summary>
    public async Task CallAsync(HttpContext context)
    {
        if (Outage == Outage.Down)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Outage == Outage.Limited)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsJsonAsync(Refused("ratelimited"), context.RequestAborted);
            return;
        }

        // Slack answers 200 to whatever it understood, and says in the body whether it did it.
        await context.Response.WriteAsJsonAsync(await AnswerAsync(context), context.RequestAborted);
    }

    /// <summary>Serves the addresses that interactions carry to be answered at.</summary>
    public async Task RespondAsync(HttpContext context)
    {
        if (permits.Answering((string)context.Request.RouteValues["permit"]!) is not var (user, channel))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(Refused("expired_url"), context.RequestAborted);
            return;
        }

        if (await ReadAsync(context.Request) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var message = MessageOf(channel, body);
        if ((string?)body["response_type"] == "in_channel")
        {
            await workspace.AddAsync(channel, message, context.RequestAborted);
        }
        else
        {
            await workspace.AddPrivateAsync(user, message, context.RequestAborted);
        }

        await context.Response.WriteAsync("ok", context.RequestAborted);
    }

    private async Task<JsonObject> AnswerAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return Refused("not_authed");
        }

        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(header),
            Encoding.UTF8.GetBytes("Bearer " + settings.BotToken)
        );
        if (!right)
        {
            return Refused("invalid_auth");
        }

        if (await ReadAsync(context.Request) is not { } body)
        {
            return Refused("invalid_json");
        }

        try
        {
            var method = (string)context.Request.RouteValues["method"]!;
            return await DoAsync(method, body, context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            // A member of another type than it should have.
            return Refused("invalid_arguments");
        }
    }

    private Task<JsonObject> DoAsync(string method, JsonObject body, CancellationToken cancellationToken) =>
        method switch
        {
            "auth.test" => Task.FromResult(
                Done(
                    ("url", settings.App.AbsoluteUri + "emulator/slack"),
                    ("team", "AgentTrader demo"),
                    ("user", "agenttrader"),
                    ("team_id", WorkspaceSettings.TeamId),
                    ("user_id", BotId)
                )
            ),
            "chat.postMessage" => PostAsync(body, cancellationToken),
            "chat.update" => UpdateAsync(body, cancellationToken),
            "chat.postEphemeral" => PostEphemeralAsync(body, cancellationToken),
            "views.open" => OpenAsync(body, cancellationToken),
            _ => Task.FromResult(Refused("unknown_method")),
        };

    private async Task<JsonObject> PostAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (Fault(body) is { } fault)
        {
            return fault;
        }

        if (ChannelOf(body) is not { } channel)
        {
            return Refused("channel_not_found");
        }

        var thread = (string?)body["thread_ts"];
        if (thread is not null && await workspace.FindAsync(channel.Id, thread, cancellationToken) is null)
        {
            return Refused("thread_not_found");
        }

        var message = MessageOf(channel.Id, body);
        message["thread_ts"] = thread;
        var timestamp = await workspace.AddAsync(channel.Id, message, cancellationToken);
        return Done(("channel", channel.Id), ("ts", timestamp), ("message", message));
    }

    private async Task<JsonObject> UpdateAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (Fault(body) is { } fault)
        {
            return fault;
        }

        // An update takes no name of a channel, only its id.
        var channel = WorkspaceSettings.Channels.FirstOrDefault(known => known.Id == (string?)body["channel"]);
        if (channel is null)
        {
            return Refused("channel_not_found");
        }

        var timestamp = (string?)body["ts"];
        if (await workspace.FindAsync(channel.Id, timestamp, cancellationToken) is not { } before)
        {
            return Refused("message_not_found");
        }

        var message = MessageOf(channel.Id, body);
        message["ts"] = timestamp;
        message["thread_ts"] = (string?)before["thread_ts"];
        message["edited"] = true;
        await workspace.ReplaceAsync(channel.Id, message, cancellationToken);
        return Done(("channel", channel.Id), ("ts", timestamp!), ("text", (string?)message["text"] ?? ""));
    }

    private async Task<JsonObject> PostEphemeralAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (Fault(body) is { } fault)
        {
            return fault;
        }

        if (ChannelOf(body) is not { } channel)
        {
            return Refused("channel_not_found");
        }

        var user = (string?)body["user"];
        return WorkspaceSettings.People.All(person => person.Id != user)
            ? Refused("user_not_in_channel")
            : Done(
                ("message_ts", await workspace.AddPrivateAsync(user!, MessageOf(channel.Id, body), cancellationToken))
            );
    }

    private async Task<JsonObject> OpenAsync(JsonObject body, CancellationToken cancellationToken)
    {
        if (body["view"] is not JsonObject view || (string?)body["trigger_id"] is not { } trigger)
        {
            return Refused("invalid_arguments");
        }

        if (BlockRules.OfForm(view) is { Count: > 0 } faults)
        {
            return Refused("invalid_arguments", faults);
        }

        var (user, error) = permits.Exchange(trigger);
        if (user is null)
        {
            return Refused(error!);
        }

        var form = (JsonObject)view.DeepClone();
        form["id"] = "V" + RandomNumberGenerator.GetHexString(10);
        await workspace.SetFormAsync(user, form, cancellationToken);
        return Done(("view", form));
    }

    /// <summary>What is wrong with a message, as the answer that says so.</summary>
    private static JsonObject? Fault(JsonObject body)
    {
        if (body["blocks"] is null)
        {
            return string.IsNullOrEmpty((string?)body["text"]) ? Refused("no_text")
                : ((string)body["text"]!).Length > MaxText ? Refused("msg_too_long")
                : null;
        }

        if (body["blocks"] is not JsonArray blocks)
        {
            return Refused("invalid_blocks_format");
        }

        var faults = BlockRules.OfMessage(blocks);
        return faults.Count > 0 ? Refused("invalid_blocks", faults) : null;
    }

    private static Channel? ChannelOf(JsonObject body)
    {
        var name = (string?)body["channel"];
        return WorkspaceSettings.Channels.FirstOrDefault(channel =>
            channel.Id == name || channel.Name == name?.TrimStart('#')
        );
    }

    private static JsonObject MessageOf(string channel, JsonObject body) =>
        new()
        {
            ["channel"] = channel,
            ["user"] = BotId,
            ["username"] = BotName,
            ["bot"] = true,
            ["text"] = (string?)body["text"] ?? "",
            ["blocks"] = body["blocks"]?.DeepClone(),
        };

    private static JsonObject Done(params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in members)
        {
            answer[name] = value.DeepClone();
        }

        return answer;
    }

    private static JsonObject Refused(string error, List<string>? faults = null)
    {
        var answer = new JsonObject { ["ok"] = false, ["error"] = error };
        if (faults is not null)
        {
            answer["response_metadata"] = new JsonObject
            {
                ["messages"] = new JsonArray([.. faults.Select(fault => (JsonNode)$"[ERROR] {fault}")]),
            };
        }

        return answer;
    }

    /// <summary>The JSON object of a body; null for anything else. Slack takes forms too, which the product does not send.</summary>
    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is > MaxBody)
        {
            return null;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<JsonObject>(
                request.Body,
                cancellationToken: request.HttpContext.RequestAborted
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
