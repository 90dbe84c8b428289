namespace AgentTrader.Services;

/// <summary>The prefixes of ids (docs/architecture.md).</summary>
public static class IdPrefixes
{
    public const string Agent = "agt";
    public const string Trade = "trd";
    public const string Oversight = "ovr";
    public const string User = "usr";
    public const string Decision = "dec";
    public const string Backtest = "bkt";
    public const string Recommendation = "rec";
    public const string MacroEvent = "evt";
}
