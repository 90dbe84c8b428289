using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The filters that the product writes: comparisons joined by <c>and</c>. Anything else is refused loudly.</summary>
internal static partial class MemoryFilter
{
    public static Func<TableEntity, bool> Parse(string? filter)
    {
        if (string.IsNullOrEmpty(filter))
        {
            return _ => true;
        }

        var terms = new List<Func<TableEntity, bool>>();
        var at = 0;
        foreach (Match match in Term().Matches(filter))
        {
            if (match.Index != at)
            {
                break;
            }

            at += match.Length;
            var (name, comparison) = (match.Groups[1].Value, match.Groups[2].Value);
            var literal = Literal(match.Groups[3].Value);
            terms.Add(row => Holds(row, name, comparison, literal));
        }

        return at == filter.Length
            ? row => terms.TrueForAll(term => term(row))
            : throw new NotSupportedException($"The filter in memory does not know: {filter[at..]}");
    }

    /// <summary>A row without the property satisfies no comparison.</summary>
    private static bool Holds(TableEntity row, string name, string comparison, IComparable literal)
    {
        object? value =
            name == "Timestamp" ? row.Timestamp
            : row.TryGetValue(name, out var found) ? found
            : null;
        if (value is null)
        {
            return false;
        }

        var order = value is string text
            ? string.CompareOrdinal(text, (string)literal)
            : ((IComparable)value).CompareTo(literal);
        return comparison switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    private static IComparable Literal(string text) =>
        text switch
        {
            ['\'', ..] => text[1..^1].Replace("''", "'", StringComparison.Ordinal),
            ['d', ..] => DateTimeOffset.Parse(
                text["datetime'".Length..^1],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            ),
            "true" or "false" => text == "true",
            [.., 'L'] => long.Parse(text[..^1], CultureInfo.InvariantCulture),
            _ => int.Parse(text, CultureInfo.InvariantCulture),
        };

    [GeneratedRegex(@"(?: and )?(\w+) (eq|ne|gt|ge|lt|le) ((?:datetime)?'(?:[^']|'')*'|true|false|-?\d+L?)")]
    private static partial Regex Term();
}
