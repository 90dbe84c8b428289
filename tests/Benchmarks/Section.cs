using System.Diagnostics;
using System.Globalization;

namespace AgentTrader.Benchmarks;

/// <summary>A part of <c>./bench</c> that can be run alone. It prints its figures, each beside the floor of the same run.</summary>
/// <param name="Name">The word that selects it.</param>
/// <param name="RunAsync">Measures. False says that what was measured is broken, and not only slow.</param>
/// <param name="OptionNames">The options that it takes, without their hyphens.</param>
/// <param name="OnlyWhenNamed">A plain <c>./bench</c> leaves it out.</param>
internal sealed record Section(
    string Name,
    Func<Options, CancellationToken, Task<bool>> RunAsync,
    string[]? OptionNames = null,
    bool OnlyWhenNamed = false
)
{
    /// <summary>Runs the sections that the arguments name, or those of a plain run; returns the exit code.</summary>
    /// <exception cref="FormatException">An argument is neither a section nor an option of one; as a sentence.</exception>
    public static async Task<int> RunAllAsync(Section[] sections, string[] arguments, CancellationToken stop)
    {
        var names = arguments.TakeWhile(word => !word.StartsWith('-')).ToArray();
        var unknown = names.FirstOrDefault(name => sections.All(section => section.Name != name));
        if (unknown is not null)
        {
            throw new FormatException(
                $"'{unknown}' is no section of ./bench: name some of {string.Join(", ", sections.Select(each => each.Name))}."
            );
        }

        var chosen = sections
            .Where(section => names.Length == 0 ? !section.OnlyWhenNamed : names.Contains(section.Name))
            .ToArray();
        var options = new Options(arguments[names.Length..], chosen.SelectMany(section => section.OptionNames ?? []));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, load {Load()}, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC"
            )
        );
        var sound = true;
        foreach (var section in chosen)
        {
            stop.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            sound &= await section.RunAsync(options, stop);
            Console.WriteLine(
                $"  ({section.Name} took {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; load now {Load()})"
            );
        }

        return sound ? 0 : 1;
    }

    /// <summary>Processes that ran or waited for a core in the last minute, on average; others' work on the machine shows in it.</summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
