using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>
/// Takes what Slack sends, once it is admitted: opens a form where a click asks for one, because that must happen within
/// three seconds, and puts everything else into the queue.
/// </summary>
public sealed class SlackInbox(
    InstanceStorage storage,
    SlackLinks links,
    TimeProvider clock,
    ILogger<SlackInbox> log,
    SlackClient? slack = null
)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>For the form: the rest of Slack's three seconds belongs to the answer.</summary>
    private static readonly TimeSpan FormPatience = TimeSpan.FromMilliseconds(1500);

    /// <summary>Takes a click or a submitted form; gives the JSON to answer with, or null for an empty answer.</summary>
    /// <param name="id">What tells this request from every other.</param>
    /// <param name="body">A form whose field <c>payload</c> is JSON.</param>
    /// <exception cref="ProblemException">400: it is not what Slack sends.</exception>
    public async Task<JsonObject?> InteractAsync(
        string id,
        byte[] body,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        var payload = FormOf(body).TryGetValue("payload", out var json) ? Read(json.ToString()) : throw Malformed();
        var userId = TextAt(payload, "user", "id") ?? throw Malformed();
        SlackAction Action(SlackActionKind kind, string channel, string? requestId) =>
            new(id, kind, userId, channel, null, requestId, null, null, null, origin.CorrelationId, clock.GetUtcNow());
        switch (TextAt(payload, "type"))
        {
            case "block_actions":
                await ClickedAsync(payload, userId, Action, cancellationToken);
                return null;
            case "view_submission":
                return await SubmittedAsync(payload, Action, cancellationToken);
            default:
                // Other kinds of interaction exist, and none of them is ours.
                return null;
        }
    }

    /// <summary>Takes a slash command; the answer follows.</summary>
    /// <exception cref="ProblemException">400: it is not what Slack sends.</exception>
    public async Task CommandAsync(string id, byte[] body, Origin origin, CancellationToken cancellationToken)
    {
        var form = FormOf(body);
        string Field(string name) =>
            form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text
                ? text
                : throw Malformed();
        var action = new SlackAction(
            id,
            SlackActionKind.Command,
            Field("user_id"),
            Field("channel_id"),
            Field("response_url"),
            null,
            null,
            form.TryGetValue("text", out var words) ? words.ToString().Trim() : "",
            Field("command"),
            origin.CorrelationId,
            clock.GetUtcNow()
        );
        await QueueAsync(action, cancellationToken);
    }

    /// <summary>Answers the question that Slack asks to know whose address this is; null for any event.</summary>
    /// <exception cref="ProblemException">400: it is not what Slack sends.</exception>
    public JsonObject? Event(byte[] body)
    {
        var said = Read(Encoding.UTF8.GetString(body));
        if (TextAt(said, "type") == "url_verification")
        {
            return new JsonObject { ["challenge"] = TextAt(said, "challenge") ?? throw Malformed() };
        }

        log.LogInformation("Slack told of {Event}, which nothing here listens to.", TextAt(said, "event", "type"));
        return null;
    }

    private async Task ClickedAsync(
        JsonObject payload,
        string userId,
        Func<SlackActionKind, string, string?, SlackAction> action,
        CancellationToken cancellationToken
    )
    {
        var clicked = (payload["actions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() ?? throw Malformed();
        var actionId = TextAt(clicked, "action_id");
        if (actionId == SlackActionIds.Open)
        {
            return;
        }

        if (ApprovalForms.ReadValue(TextAt(clicked, "value")) is not var (requestId, quantity))
        {
            throw Malformed();
        }

        var channel =
            TextAt(payload, "channel", "id") ?? TextAt(payload, "container", "channel_id") ?? throw Malformed();
        var kind = KindOf(actionId);
        var form = ApprovalForms.For(actionId!, new(requestId, quantity, channel));
        if (form is not null && await MayDecideAsync(userId, cancellationToken))
        {
            kind = SlackActionKind.FormFailed;
            if (await TryOpenAsync(TextAt(payload, "trigger_id") ?? throw Malformed(), form, cancellationToken))
            {
                return;
            }
        }

        // Who may not decide is told so by the same step that tells everybody what came of a click.
        await QueueAsync(action(kind, channel, requestId), cancellationToken);
    }

    private async Task<JsonObject?> SubmittedAsync(
        JsonObject payload,
        Func<SlackActionKind, string, string?, SlackAction> action,
        CancellationToken cancellationToken
    )
    {
        var view = payload["view"] as JsonObject ?? throw Malformed();
        var kind = KindOf(TextAt(view, "callback_id"));
        var about = QueueMessages.Read<FormSubject>(TextAt(view, "private_metadata") ?? throw Malformed());
        string? Value(string field) => TextAt(view, "state", "values", field, field, "value")?.Trim();
        var done = action(kind, about.ChannelId, about.RequestId);
        if (kind == SlackActionKind.Reduce)
        {
            var right =
                long.TryParse(
                    Value(ApprovalForms.QuantityField),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var quantity
                )
                && quantity >= 1
                && quantity <= about.Quantity;
            if (!right)
            {
                return Fault(ApprovalForms.QuantityField, $"Enter a whole number from 1 to {about.Quantity}.");
            }

            done = done with { Quantity = quantity };
        }
        else
        {
            var text = Value(ApprovalForms.TextField);
            if (text is not { Length: >= 1 and <= ApprovalForms.MaxText })
            {
                return Fault(ApprovalForms.TextField, $"Enter 1 to {ApprovalForms.MaxText} characters.");
            }

            done = done with { Text = text };
        }

        await QueueAsync(done, cancellationToken);
        return null;
    }

    private async Task<bool> MayDecideAsync(string slackUserId, CancellationToken cancellationToken) =>
        await links.FindAsync(slackUserId, cancellationToken) is { Role: Roles.Approver };

    private async Task<bool> TryOpenAsync(string trigger, JsonObject form, CancellationToken cancellationToken)
    {
        if (slack is null)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(FormPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await slack.OpenFormAsync(trigger, form, either.Token);
            return true;
        }
        catch (Exception failure) when (failure is SlackException or OperationCanceledException)
        {
            log.LogWarning(failure, "Slack opened no form.");
            return false;
        }
    }

    private async Task QueueAsync(SlackAction action, CancellationToken cancellationToken) =>
        await storage
            .Queue(QueueNames.SlackActions)
            .SendMessageAsync(QueueMessages.Write(action), cancellationToken: cancellationToken);

    private static SlackActionKind KindOf(string? actionId) =>
        actionId switch
        {
            SlackActionIds.Approve => SlackActionKind.Approve,
            SlackActionIds.Reduce => SlackActionKind.Reduce,
            SlackActionIds.Reject => SlackActionKind.Reject,
            SlackActionIds.Ask => SlackActionKind.Ask,
            _ => throw Malformed(),
        };

    private static JsonObject Fault(string field, string sentence) =>
        new()
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject { [field] = sentence },
        };

    private static Dictionary<string, StringValues> FormOf(byte[] body) =>
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));

    private static JsonObject Read(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) as JsonObject ?? throw Malformed();
        }
        catch (JsonException)
        {
            throw Malformed();
        }
    }

    /// <summary>The text at the end of a path; null when there is none, or something else.</summary>
    private static string? TextAt(JsonObject from, params ReadOnlySpan<string> path)
    {
        JsonNode? node = from;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    private static ProblemException Malformed() =>
        new(
            400,
            "/problems/malformed-body",
            "Malformed body",
            "This is nothing that Slack sends here: see https://docs.slack.dev/interactivity for what it does."
        );
}
