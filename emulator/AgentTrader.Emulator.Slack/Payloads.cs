using System.Text.Json.Nodes;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// What Slack tells an app of a person's click or form. See https://docs.slack.dev/reference/interaction-payloads.
/// </summary>
internal sealed class Payloads(Permits permits, TimeProvider clock)
{
    /// <summary>A person clicked a button of a message.</summary>
    public JsonObject Click(
        Person person,
        Channel channel,
        JsonObject message,
        JsonNode button,
        string? blockId,
        string answerUrl
    )
    {
        var payload = Of("block_actions", person);
        payload["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = (string?)message["ts"],
            ["channel_id"] = channel.Id,
        };
        payload["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name };
        payload["message"] = message.DeepClone();
        payload["response_url"] = answerUrl;
        payload["actions"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "button",
                ["action_id"] = (string?)button["action_id"],
                ["block_id"] = blockId,
                ["value"] = (string?)button["value"],
                ["text"] = button["text"]!.DeepClone(),
                ["action_ts"] = Timestamp.Of(Timestamp.Now(clock)),
            }
        );
        return payload;
    }

    /// <summary>A person submitted a form, filled in as given by the names of its fields.</summary>
    public JsonObject Submission(Person person, JsonObject form, JsonObject given)
    {
        var view = (JsonObject)form.DeepClone();
        view["state"] = new JsonObject { ["values"] = ValuesOf(form, given) };
        var payload = Of("view_submission", person);
        payload["view"] = view;
        return payload;
    }

    /// <summary>The button of a message that has this action id, and the block that it stands in; null for none.</summary>
    public static (JsonNode Button, string? BlockId)? ButtonOf(JsonObject message, string? actionId)
    {
        foreach (var block in message["blocks"] as JsonArray ?? [])
        {
            foreach (var element in block!["elements"] as JsonArray ?? [])
            {
                if ((string?)element!["type"] == "button" && (string?)element["action_id"] == actionId)
                {
                    return (element, (string?)block["block_id"]);
                }
            }
        }

        return null;
    }

    private JsonObject Of(string type, Person person) =>
        new()
        {
            ["type"] = type,
            ["team"] = new JsonObject { ["id"] = WorkspaceSettings.TeamId, ["domain"] = "agenttrader-demo" },
            ["user"] = new JsonObject
            {
                ["id"] = person.Id,
                ["username"] = person.Handle,
                ["name"] = person.Handle,
                ["team_id"] = WorkspaceSettings.TeamId,
            },
            ["api_app_id"] = "A00DEMO",
            ["trigger_id"] = permits.Trigger(person.Id),
        };

    /// <summary>What the person filled in, as Slack reports it: by block, then by action.</summary>
    private static JsonObject ValuesOf(JsonObject form, JsonObject given)
    {
        var values = new JsonObject();
        var inputs = form["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input");
        foreach (var input in inputs)
        {
            var blockId = (string)input!["block_id"]!;
            var element = input["element"]!;
            values[blockId] = new JsonObject
            {
                [(string)element["action_id"]!] = new JsonObject
                {
                    ["type"] = (string)element["type"]!,
                    ["value"] = (string?)given[blockId] is { Length: > 0 } value ? value : null,
                },
            };
        }

        return values;
    }
}
