using System.Text.Json;

namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// What the host reads out of a message's own text: the top-level properties of a JSON object become binding data and
/// overwrite the trigger's own values of the same name, so that a payload's <c>Id</c> hides the message's.
/// </summary>
public static class PayloadBindingData
{
    /// <summary>Adds the payload's properties (texts and numbers as text, objects as JSON; arrays and nulls are left out).</summary>
    public static void Apply(string payload, IDictionary<string, object?> bindingData)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(bindingData);
        if (!payload.AsSpan().Trim().StartsWith("{"))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                {
                    bindingData[property.Name] = property.Value.ToString();
                }
            }
        }
        catch (JsonException)
        {
            // Text that only looks like JSON carries no binding data; whether the function can read it is the conversion's affair.
        }
    }
}
