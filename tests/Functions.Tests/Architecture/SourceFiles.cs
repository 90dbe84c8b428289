using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Architecture;

/// <summary>The repository's own C# files.</summary>
internal static class SourceFiles
{
    /// <summary>The files below a folder, without what the build makes.</summary>
    public static IReadOnlyList<string> Below(string folder) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Azurite.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !Path.GetRelativePath(Azurite.RepositoryRoot, file)
                        .Split(Path.DirectorySeparatorChar)
                        .Any(part => part is "obj" or "bin")
                ),
        ];
}
