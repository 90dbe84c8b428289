namespace AgentTrader.Services.Storage;

/// <summary>One table a concern; the partition is what must change or be listed together (docs/architecture.md).</summary>
public static class TableNames
{
    public const string Agents = "agents";
    public const string Oversight = "oversight";
    public const string Users = "users";
    public const string Audit = "audit";
    public const string Market = "market";
    public const string Reports = "reports";
    public const string Settings = "settings";

    public static IReadOnlyList<string> All { get; } = [Agents, Oversight, Users, Audit, Market, Reports, Settings];
}
