using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AgentTrader.Core;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Architecture;

/// <summary>Arrows point one way, functions → Services → Core, and Core is pure (docs/architecture.md).</summary>
public sealed partial class LayerTests
{
    private static readonly Assembly Core = typeof(Money).Assembly;
    private static readonly Assembly Services = typeof(InstanceStorage).Assembly;
    private static readonly Assembly Functions = typeof(App).Assembly;

    [Fact]
    public void Core_references_nothing_of_the_product_and_nothing_of_Azure()
    {
        var names = References(Core);
        Assert.DoesNotContain(names, name => name.StartsWith("AgentTrader.", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("Azure", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("DurableTask", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name is "System.Net.Http" or "System.IO.FileSystem" or "System.Console");
    }

    [Fact]
    public void Services_reference_Core_and_no_functions()
    {
        var names = References(Services);
        Assert.Contains("AgentTrader.Core", names);
        Assert.DoesNotContain("AgentTrader.Functions", names);
        Assert.DoesNotContain("AgentTrader.Emulator.Hosting", names);
        // Triggers are the functions' business.
        Assert.DoesNotContain(names, name => name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_reference_Services_and_nothing_of_the_emulators_own()
    {
        var names = References(Functions);
        Assert.Contains("AgentTrader.Services", names);
        Assert.DoesNotContain("AgentTrader.Emulator.Hosting", names);
    }

    [Fact]
    public void Core_has_no_asynchronous_method()
    {
        var asynchronous = Core.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.Static
                        | BindingFlags.Instance
                        | BindingFlags.DeclaredOnly
                )
            )
            .Where(method =>
                method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null
                || typeof(Task).IsAssignableFrom(method.ReturnType)
            );
        Assert.Empty(asynchronous);
    }

    [Fact]
    public void Core_reads_no_clock_makes_no_GUID_throws_no_dice_and_does_no_IO()
    {
        var found = Offences("shared/Core", Impure());
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Services_and_functions_take_the_time_from_their_clock()
    {
        var found = Offences("shared/Services", WallClock()).Concat(Offences("functions", WallClock())).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("DateTimeOffset.UtcNow", true)]
    [InlineData("DateTime.Now", true)]
    [InlineData("Guid.NewGuid()", true)]
    [InlineData("Random.Shared", true)]
    [InlineData("File.ReadAllText(path)", true)]
    [InlineData("fill.Now", false)]
    [InlineData("new DateTimeOffset(2025, 1, 1)", false)]
    public void The_search_finds_what_it_is_for(string code, bool impure) =>
        Assert.Equal(impure, Impure().IsMatch(code));

    private static List<string> References(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    private static List<string> Offences(string folder, Regex forbidden)
    {
        var files = SourceFiles.Below(folder);
        Assert.NotEmpty(files);
        return
        [
            .. files.SelectMany(file =>
                File.ReadLines(file)
                    .Where(line =>
                        !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line)
                    )
                    .Select(line => $"{Path.GetRelativePath(Azurite.RepositoryRoot, file)}: {line.Trim()}")
            ),
        ];
    }

    [GeneratedRegex(
        @"\b(DateTime(Offset)?\.(Utc)?(Now|Today)|TimeProvider|Stopwatch|Guid\.(NewGuid|CreateVersion7)|Random\b|"
            + @"RandomNumberGenerator|File\.|Directory\.|HttpClient|Console\.|Thread\.|Task\b|async\b|Environment\.)"
    )]
    private static partial Regex Impure();

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Utc)?(Now|Today)|Guid\.NewGuid|new Random\b|Random\.Shared)")]
    private static partial Regex WallClock();
}
