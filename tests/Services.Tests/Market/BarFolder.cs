namespace AgentTrader.Services.Tests.Market;

/// <summary>A folder of recorded bars that lives as long as a test.</summary>
internal sealed class BarFolder : IDisposable
{
    public const string Daily = "date,open,high,low,close,volume\n";
    public const string Minute = "time,open,high,low,close,volume\n";

    public string Path { get; } = Directory.CreateTempSubdirectory("bars").FullName;

    public BarFolder With(string file, string text)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file), text);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
