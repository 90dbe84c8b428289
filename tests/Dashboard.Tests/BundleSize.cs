using System.IO.Compression;
using System.Text.RegularExpressions;
using AgentTrader.Testing;

namespace AgentTrader.Dashboard.Tests;

public sealed partial class BundleSize
{
    private const int LimitBytes = 250_000;

    [Fact]
    public void The_first_page_needs_less_than_250_kB_of_script()
    {
        var dist = Path.Combine(Azurite.RepositoryRoot, "dashboard/dist");
        var html = File.ReadAllText(Path.Combine(dist, "index.html"));
        var scripts = ScriptSource().Matches(html).Select(match => match.Groups[1].Value.TrimStart('.', '/')).ToList();

        Assert.NotEmpty(scripts);
        Assert.InRange(scripts.Sum(script => CompressedSize(Path.Combine(dist, script))), 1, LimitBytes);
    }

    private static long CompressedSize(string file)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(file));
        }

        return compressed.Length;
    }

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex ScriptSource();
}
