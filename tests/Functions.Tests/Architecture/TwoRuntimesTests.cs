using System.Text.Json;
using System.Xml.Linq;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Architecture;

/// <summary>The same functions build against the emulator and against the official packages (docs/architecture.md).</summary>
public sealed class TwoRuntimesTests
{
    // Indexes functions at build time, which the emulator does by reflection.
    private const string BuildTool = "Microsoft.Azure.Functions.Worker.Sdk";

    private static readonly XDocument Pins = XDocument.Load(Of("Directory.Packages.props"));

    [Fact]
    public void Every_stand_in_has_its_official_package_pinned_and_every_pin_its_stand_in()
    {
        var standIns = Directory
            .EnumerateDirectories(Of("emulator"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(Of($"emulator/{name}/{name}.csproj")))
            .Where(name => !name.StartsWith("AgentTrader.", StringComparison.Ordinal));
        var pinned = Pins.Descendants("ItemGroup")
            .Single(group =>
                ((string?)group.Attribute("Label"))?.StartsWith("Official Azure", StringComparison.Ordinal) == true
            )
            .Elements("PackageVersion")
            .Select(pin => (string)pin.Attribute("Include")!)
            .Where(name => name != BuildTool);
        Assert.Equal(standIns.Order(StringComparer.Ordinal), pinned.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_pin_is_one_exact_version() =>
        Assert.All(
            Pins.Descendants("PackageVersion"),
            pin => Assert.Matches(@"^\d+\.\d+\.\d+(\.\d+)?$", (string)pin.Attribute("Version")!)
        );

    [Fact]
    public void Every_Azure_package_that_a_project_asks_for_has_a_stand_in()
    {
        var asked = Projects().SelectMany(project => project.Descendants("AzurePackage")).ToList();
        Assert.NotEmpty(asked);
        Assert.All(
            asked.Select(package => (string)package.Attribute("Include")!).Distinct(),
            name => Assert.True(File.Exists(Of($"emulator/{name}/{name}.csproj")), name)
        );
    }

    [Fact]
    public void No_project_refers_to_a_stand_in_past_the_switch() =>
        Assert.DoesNotContain(
            Projects().SelectMany(project => project.Descendants("ProjectReference")),
            reference => ((string)reference.Attribute("Include")!).Contains("emulator", StringComparison.Ordinal)
        );

    [Fact]
    public void No_code_depends_on_which_runtime_it_is_built_for()
    {
        var conditional = SourceFiles
            .Below("functions")
            .Concat(SourceFiles.Below("shared"))
            .Where(file =>
                File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal))
            );
        Assert.Empty(conditional);
    }

    [Fact]
    public void The_last_try_of_a_message_is_the_one_that_host_json_says()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Of("host.json")));
        var tries = host.RootElement.GetProperty("extensions").GetProperty("queues").GetProperty("maxDequeueCount");
        Assert.Equal(PoisonReasons.MaxDequeueCount, tries.GetInt32());
    }

    private static IEnumerable<XDocument> Projects() =>
        new[] { "functions", "shared" }
            .SelectMany(folder => Directory.EnumerateFiles(Of(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .Select(file => XDocument.Load(file));

    private static string Of(string path) => Path.Combine(Azurite.RepositoryRoot, path);
}
