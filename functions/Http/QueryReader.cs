using System.Globalization;
using AgentTrader.Services;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Http;

/// <summary>Reads query parameters strictly: given twice, malformed or out of range is a 400 that names the parameter.</summary>
public static class QueryReader
{
    /// <summary>Null when absent or empty.</summary>
    public static string? QueryText(this HttpRequest request, string name, int maxLength)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            throw ProblemException.Invalid(name, "This parameter is given more than once: send it once.");
        }

        var text = values.ToString();
        if (text.Length > maxLength)
        {
            throw ProblemException.Invalid(name, $"This parameter takes at most {maxLength} characters.");
        }

        if (text.Any(char.IsControl))
        {
            throw ProblemException.Invalid(name, "This parameter takes no control characters.");
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number within the range; null when absent.</summary>
    public static int? QueryNumber(this HttpRequest request, string name, int min, int max)
    {
        if (request.QueryText(name, 20) is not { } text)
        {
            return null;
        }

        return
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : throw ProblemException.Invalid(name, $"This parameter takes a whole number from {min} to {max}.");
    }

    /// <summary>Dollars above 0 with at most two decimals; needed.</summary>
    public static decimal QueryMoney(this HttpRequest request, string name, decimal max) =>
        decimal.TryParse(
            request.QueryText(name, 20),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        )
        && value > 0
        && value <= max
        && Core.Money.IsWholeCents(value)
            ? value
            : throw ProblemException.Invalid(
                name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This parameter takes dollars above 0 and at most {max:N0}, with at most two decimals."
                )
            );

    /// <summary>true or false; the default when absent.</summary>
    public static bool QueryFlag(this HttpRequest request, string name, bool defaultValue) =>
        request.QueryText(name, 5) switch
        {
            null => defaultValue,
            "true" => true,
            "false" => false,
            _ => throw ProblemException.Invalid(name, "This parameter takes true or false."),
        };

    /// <summary>An instant in ISO 8601 with a Z or an offset; null when absent.</summary>
    public static DateTimeOffset? QueryInstant(this HttpRequest request, string name)
    {
        if (request.QueryText(name, 40) is not { } text)
        {
            return null;
        }

        return InstantJsonConverter.TryParse(text, out var value)
            ? value
            : throw ProblemException.Invalid(
                name,
                "This parameter takes an instant such as 2025-12-26T10:30:00Z, of the years 1900 to 2999."
            );
    }

    /// <summary>An enum's snake_case word; null when absent.</summary>
    public static T? QueryWord<T>(this HttpRequest request, string name)
        where T : struct, Enum
    {
        if (request.QueryText(name, 64) is not { } text)
        {
            return null;
        }

        var words = EnumWords.Of(typeof(T));
        var index = Array.IndexOf(words, text);
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw ProblemException.Invalid(name, $"This parameter takes one of {string.Join(", ", words)}.");
    }
}
