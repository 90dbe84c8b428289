using System.Globalization;

namespace AgentTrader.Benchmarks;

/// <summary>What follows the sections' names, as <c>--name N</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, int> values = [];

    /// <exception cref="FormatException">An option is not one of the names, or has no number; as a sentence.</exception>
    public Options(IReadOnlyList<string> arguments, IEnumerable<string> names)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i].TrimStart('-');
            if (
                !names.Contains(name)
                || i + 1 == arguments.Count
                || !int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out var value)
                || value < 0
            )
            {
                throw new FormatException(
                    $"'{arguments[i]}' is no option with a whole number here: see ./bench --help."
                );
            }

            values[name] = value;
        }
    }

    public int Value(string name, int otherwise) => values.GetValueOrDefault(name, otherwise);

    public int? ValueIfGiven(string name) => values.TryGetValue(name, out var value) ? value : null;
}
