using System.Reflection;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Emulator.Slack;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Finds the stand-ins that extend the host among the assemblies that the app's code refers to.</summary>
internal static class ExtensionFinder
{
    public static IReadOnlyList<EmulatorExtension> Find(FunctionTypes? types)
    {
        var roots = types is null ? [Assembly.GetEntryAssembly()!] : types.Types.Select(type => type.Assembly);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var extensions = new List<EmulatorExtension>();
        // The Slack workspace stands in for no package that an app could refer to: the host brings it along.
        foreach (var root in roots.Append(typeof(SlackExtension).Assembly).Distinct())
        {
            Visit(root, seen, extensions);
        }

        return extensions;
    }

    private static void Visit(Assembly assembly, HashSet<string> seen, List<EmulatorExtension> extensions)
    {
        if (!seen.Add(assembly.FullName!))
        {
            return;
        }

        if (assembly.GetCustomAttribute<EmulatorExtensionAttribute>() is { } attribute)
        {
            extensions.Add((EmulatorExtension)Activator.CreateInstance(attribute.Extension)!);
        }

        foreach (var reference in assembly.GetReferencedAssemblies().Where(IsBesideTheApp))
        {
            Visit(Assembly.Load(reference), seen, extensions);
        }
    }

    // The framework's own assemblies lie elsewhere and extend nothing.
    private static bool IsBesideTheApp(AssemblyName name) =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"));
}
