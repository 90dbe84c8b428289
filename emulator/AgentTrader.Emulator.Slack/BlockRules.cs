using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// Slack's limits on blocks, for the blocks that the page can show. What real Slack refuses is refused here too. See
/// https://docs.slack.dev/reference/block-kit.
/// </summary>
internal static partial class BlockRules
{
    /// <summary>Real Slack refuses about this many characters of JSON in a message's blocks, whatever they are.</summary>
    public const int MaxMessageBlocks = 13_000;

    /// <summary>Everything that is wrong with the blocks of a message.</summary>
    public static List<string> OfMessage(JsonArray blocks)
    {
        var faults = Of(blocks, 50);
        if (LengthOf(blocks) > MaxMessageBlocks)
        {
            faults.Add("the blocks are too long together [json-pointer:/blocks]");
        }

        return faults;
    }

    /// <summary>Everything that is wrong with a form.</summary>
    public static List<string> OfForm(JsonObject view)
    {
        if (view["blocks"] is not JsonArray blocks)
        {
            return ["missing required field: blocks"];
        }

        var faults = Of(blocks, 100);
        Demand(faults, (string?)view["type"] == "modal", "only the type 'modal' is known here");
        Text(faults, view["title"], 24, "title");
        Text(faults, view["submit"], 24, "submit");
        Text(faults, view["close"], 24, "close");
        Length(faults, view["private_metadata"], 3000, "private_metadata");
        Length(faults, view["callback_id"], 255, "callback_id");
        return faults;
    }

    /// <summary>Characters of the blocks' JSON; one that JSON escapes is one.</summary>
    private static int LengthOf(JsonArray blocks) => Escape().Replace(blocks.ToJsonString(), "x").Length;

    private static List<string> Of(JsonArray blocks, int most)
    {
        var faults = new List<string>();
        Demand(faults, blocks.Count is > 0, "no blocks");
        Demand(faults, blocks.Count <= most, $"no more than {most} items allowed [json-pointer:/blocks]");
        for (var place = 0; place < blocks.Count; place++)
        {
            if (blocks[place] is JsonObject block)
            {
                Check(faults, block, $"/blocks/{place}");
            }
            else
            {
                faults.Add($"must be an object [json-pointer:/blocks/{place}]");
            }
        }

        return faults;
    }

    private static void Check(List<string> faults, JsonObject block, string at)
    {
        Length(faults, block["block_id"], 255, at + "/block_id");
        switch ((string?)block["type"])
        {
            case "header":
                Text(faults, block["text"], 150, at + "/text");
                break;
            case "section":
                CheckSection(faults, block, at);
                break;
            case "context":
                Items(faults, block["elements"], 10, at + "/elements", item => Text(faults, item, 3000, at));
                break;
            case "image":
                Length(faults, block["image_url"], 3000, at + "/image_url", required: true);
                Length(faults, block["alt_text"], 2000, at + "/alt_text", required: true);
                break;
            case "actions":
                Items(faults, block["elements"], 25, at + "/elements", item => Button(faults, item, at));
                break;
            case "input":
                Text(faults, block["label"], 2000, at + "/label");
                Demand(
                    faults,
                    (string?)block["element"]?["type"] is "plain_text_input" or "number_input",
                    $"unsupported element [json-pointer:{at}/element]"
                );
                break;
            case "divider":
                break;
            default:
                faults.Add($"unsupported type: {block["type"]} [json-pointer:{at}/type]");
                break;
        }
    }

    private static void CheckSection(List<string> faults, JsonObject block, string at)
    {
        Demand(faults, block["text"] is not null || block["fields"] is not null, $"text or fields [json-pointer:{at}]");
        if (block["text"] is { } text)
        {
            Text(faults, text, 3000, at + "/text");
        }

        if (block["fields"] is { } fields)
        {
            Items(faults, fields, 10, at + "/fields", item => Text(faults, item, 2000, at + "/fields"));
        }
    }

    private static void Button(List<string> faults, JsonNode? button, string at)
    {
        Demand(faults, (string?)button?["type"] == "button", $"unsupported element [json-pointer:{at}/elements]");
        Text(faults, button?["text"], 75, at + "/text");
        Length(faults, button?["value"], 2000, at + "/value");
        Length(faults, button?["url"], 3000, at + "/url");
        Length(faults, button?["action_id"], 255, at + "/action_id");
        Demand(
            faults,
            (string?)button?["style"] is null or "primary" or "danger",
            $"must be primary or danger [json-pointer:{at}/style]"
        );
    }

    private static void Items(List<string> faults, JsonNode? items, int most, string at, Action<JsonNode?> check)
    {
        if (items is not JsonArray array)
        {
            faults.Add($"must be an array [json-pointer:{at}]");
            return;
        }

        Demand(faults, array.Count is > 0, $"no items [json-pointer:{at}]");
        Demand(faults, array.Count <= most, $"no more than {most} items allowed [json-pointer:{at}]");
        foreach (var item in array)
        {
            check(item);
        }
    }

    private static void Text(List<string> faults, JsonNode? text, int most, string at)
    {
        Demand(
            faults,
            (string?)text?["type"] is "plain_text" or "mrkdwn",
            $"must be a text object [json-pointer:{at}]"
        );
        Length(faults, text?["text"], most, at + "/text", required: true);
    }

    private static void Length(List<string> faults, JsonNode? value, int most, string at, bool required = false)
    {
        var text = (string?)value;
        Demand(faults, !required || !string.IsNullOrWhiteSpace(text), $"missing required field [json-pointer:{at}]");
        Demand(faults, (text?.Length ?? 0) <= most, $"must be at most {most} characters [json-pointer:{at}]");
    }

    private static void Demand(List<string> faults, bool condition, string fault)
    {
        if (!condition)
        {
            faults.Add(fault);
        }
    }

    [GeneratedRegex(@"\\u[0-9A-F]{4}")]
    private static partial Regex Escape();
}
