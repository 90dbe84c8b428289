using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>The forms that the buttons of an approval message open.</summary>
public static class ApprovalForms
{
    /// <summary>The field of a reason or a question, and the field of a quantity.</summary>
    public const string TextField = "text";
    public const string QuantityField = "quantity";

    /// <summary>The longest reason that a decision takes.</summary>
    public const int MaxText = 1000;

    /// <summary>What the buttons of a request carry: all that a form needs, so that opening one reads nothing.</summary>
    public static string ValueOf(OversightRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"{request.RequestId}|{request.TradeDetails.Quantity}");

    /// <summary>The request and its shares that a button carries; null when it is none of ours.</summary>
    public static (string RequestId, long Quantity)? ReadValue(string? value) =>
        value?.Split('|') is [var requestId, var shares]
        && long.TryParse(shares, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
            ? (requestId, quantity)
            : null;

    /// <summary>The form of a button; null for a button that opens none.</summary>
    /// <param name="actionId">One of <see cref="SlackActionIds"/>.</param>
    /// <param name="about">Comes back when the form is submitted.</param>
    public static JsonObject? For(string actionId, FormSubject about)
    {
        var metadata = JsonSerializer.Serialize(about, StoredJson.Options);
        return actionId switch
        {
            SlackActionIds.Reject => SlackBlocks.Form(
                actionId,
                "Reject the trade",
                "Reject",
                metadata,
                SlackBlocks.Input(
                    TextField,
                    "Reason",
                    SlackBlocks.TextInput(MaxText),
                    "The agent's owner reads it, and the agent avoids the same trade for a while."
                )
            ),
            SlackActionIds.Reduce => SlackBlocks.Form(
                actionId,
                "Approve fewer shares",
                "Approve",
                metadata,
                SlackBlocks.Input(
                    QuantityField,
                    "Shares",
                    SlackBlocks.NumberInput(1, about.Quantity),
                    string.Create(CultureInfo.InvariantCulture, $"The agent asked for {about.Quantity:N0}.")
                )
            ),
            SlackActionIds.Ask => SlackBlocks.Form(
                actionId,
                "Ask about the trade",
                "Ask",
                metadata,
                SlackBlocks.Input(
                    TextField,
                    "Question",
                    SlackBlocks.TextInput(MaxText),
                    "The time to decide keeps running."
                )
            ),
            _ => null,
        };
    }
}
