namespace AgentTrader.Core.Tests.Market;

/// <summary>
/// Recorded market data, which is no part of the repository: it is looked for as shared/data in the folders above. A test
/// that needs it skips without it.
/// </summary>
public static class MarketDataFiles
{
    /// <summary>The folder of daily bars.</summary>
    public static string Daily => Find("daily");

    /// <summary>The folder of minute bars.</summary>
    public static string Minute => Find("minute");

    private static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("The recorded market data (shared/data) is not there.");
        return "";
    }
}
