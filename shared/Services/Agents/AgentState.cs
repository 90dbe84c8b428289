using AgentTrader.Core.Trading;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Control;
using Azure;

namespace AgentTrader.Services.Agents;

/// <summary>One agent as it was read, with the tags that tell whether it has changed since.</summary>
/// <param name="Performance">Null until the first point of its history.</param>
/// <param name="Control">What a person allows this agent, beside what the instance allows all.</param>
/// <param name="Engine">The engine's settings; the first version until somebody changes one.</param>
/// <param name="Rules">The rules of oversight; the first version until somebody changes one.</param>
/// <param name="Used">What it has used of its quota in the month in which it was read.</param>
/// <param name="UsageRow">The key of that month's row.</param>
public sealed record AgentState(
    AgentRecord Agent,
    ETag AgentTag,
    Book Book,
    ETag BookTag,
    Performance? Performance,
    ETag PerformanceTag,
    EngineConfigVersion Engine,
    ETag EngineTag,
    TradingControl Control,
    ETag ControlTag,
    OversightRulesVersion Rules,
    ETag RulesTag,
    UsageFigures Used,
    string UsageRow
);
