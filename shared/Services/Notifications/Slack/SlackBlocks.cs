using System.Text.Json.Nodes;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// The Block Kit blocks that we use, each within Slack's limits by construction. All text is plain text: Slack reads no
/// formatting in it, so nobody's name can be a mention. See https://docs.slack.dev/reference/block-kit.
/// </summary>
public static class SlackBlocks
{
    /// <summary>The most blocks that a message may have.</summary>
    public const int MaxInMessage = 50;

    public const int MaxHeader = 150;
    public const int MaxSection = 3000;
    public const int MaxField = 2000;
    public const int MaxFields = 10;
    public const int MaxButtons = 25;
    public const int MaxButtonText = 75;
    public const int MaxValue = 2000;
    public const int MaxUrl = 3000;
    public const int MaxAltText = 2000;
    public const int MaxTitle = 24;
    public const int MaxPlaceholder = 150;
    public const int MaxMetadata = 3000;

    /// <summary>A text object of at most <paramref name="max"/> characters.</summary>
    public static JsonObject Text(string text, int max) =>
        new()
        {
            ["type"] = "plain_text",
            // Slack refuses empty text.
            ["text"] = SlackText.Fit(text.Trim().Length == 0 ? "–" : text, max),
            ["emoji"] = false,
        };

    public static JsonObject Header(string text) => Block("header", ("text", Text(text, MaxHeader)));

    /// <param name="max">Less than Slack's own limit, so that a whole message stays within what Slack takes.</param>
    public static JsonObject Section(string text, int max = MaxSection) => Block("section", ("text", Text(text, max)));

    /// <summary>Facts in two columns; those beyond the tenth are left out.</summary>
    /// <param name="max">The longest fact.</param>
    public static JsonObject Fields(int max, params IEnumerable<(string Name, string Value)> facts) =>
        Block(
            "section",
            ("fields", Array(facts.Take(MaxFields).Select(fact => Text($"{fact.Name}\n{fact.Value}", max))))
        );

    public static JsonObject Image(Uri address, string altText) =>
        Block("image", ("image_url", address.AbsoluteUri), ("alt_text", SlackText.Fit(altText, MaxAltText)));

    /// <summary>Small print.</summary>
    public static JsonObject Context(string text) => Block("context", ("elements", Array([Text(text, MaxField)])));

    public static JsonObject Actions(params IEnumerable<JsonObject> buttons) =>
        Block("actions", ("elements", Array(buttons.Take(MaxButtons))));

    /// <param name="text">What stands on the button.</param>
    /// <param name="actionId">Comes back with a click.</param>
    /// <param name="value">Comes back with a click; ours, never a person's text.</param>
    /// <param name="style">primary, danger, or null.</param>
    public static JsonObject Button(string text, string actionId, string value, string? style = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxValue);
        var button = Block("button", ("text", Text(text, MaxButtonText)), ("action_id", actionId), ("value", value));
        if (style is not null)
        {
            button["style"] = style;
        }

        return button;
    }

    /// <summary>A button that opens an address.</summary>
    public static JsonObject Link(string text, string actionId, Uri address) =>
        Block("button", ("text", Text(text, MaxButtonText)), ("action_id", actionId), ("url", address.AbsoluteUri));

    /// <summary>A labelled field of a form. Its block and its action have one id.</summary>
    public static JsonObject Input(string id, string label, JsonObject element, string? hint = null)
    {
        element["action_id"] = id;
        var input = Block("input", ("block_id", id), ("label", Text(label, MaxField)), ("element", element));
        if (hint is not null)
        {
            input["hint"] = Text(hint, MaxField);
        }

        return input;
    }

    /// <summary>Lines of text.</summary>
    public static JsonObject TextInput(int maxLength) =>
        Block("plain_text_input", ("multiline", true), ("min_length", 1), ("max_length", maxLength));

    /// <summary>A whole number within bounds.</summary>
    public static JsonObject NumberInput(long min, long max) =>
        Block(
            "number_input",
            ("is_decimal_allowed", false),
            ("min_value", InvariantText(min)),
            ("max_value", InvariantText(max))
        );

    /// <summary>A form that opens over the conversation.</summary>
    /// <param name="callbackId">Comes back when it is submitted.</param>
    /// <param name="title">At most 24 characters.</param>
    /// <param name="submit">What stands on the button that submits it.</param>
    /// <param name="metadata">Comes back when it is submitted; nobody sees it.</param>
    public static JsonObject Form(
        string callbackId,
        string title,
        string submit,
        string metadata,
        params IEnumerable<JsonObject> blocks
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(metadata.Length, MaxMetadata);
        return Block(
            "modal",
            ("callback_id", callbackId),
            ("title", Text(title, MaxTitle)),
            ("submit", Text(submit, MaxTitle)),
            ("close", Text("Cancel", MaxTitle)),
            ("private_metadata", metadata),
            ("blocks", Array(blocks))
        );
    }

    private static JsonObject Block(string type, params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var block = new JsonObject { ["type"] = type };
        foreach (var (name, value) in members)
        {
            block[name] = value;
        }

        return block;
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);

    private static string InvariantText(long number) =>
        number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
