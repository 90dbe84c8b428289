using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Oversight.Analytics;
using AgentTrader.Services.Trading.Backtests;
using AgentTrader.Services.Trading.Control;
using AgentTrader.Services.Trading.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Trading;

/// <summary>Agents, their trades and the approvals of these.</summary>
public static class TradingServices
{
    public static IServiceCollection AddTrading(this IServiceCollection services) =>
        services
            .AddSingleton<AgentStore>()
            .AddSingleton<AgentAccess>()
            .AddSingleton<AgentDirectory>()
            .AddSingleton<AgentService>()
            .AddSingleton<AgentClosing>()
            .AddSingleton<TradeStore>()
            .AddSingleton<TradeService>()
            .AddSingleton<TradeExecutor>()
            .AddSingleton<DecisionStore>()
            .AddSingleton<DecisionService>()
            .AddSingleton<MacroEvents>()
            .AddSingleton<EarningsEntries>()
            .AddSingleton<RecommendationService>()
            .AddSingleton<AgentCycles>()
            .AddSingleton<AgentWakeUps>()
            .AddSingleton<StopChecks>()
            .AddSingleton<EntrySteps>()
            .AddSingleton<SessionEnds>()
            .AddSingleton<TradingControls>()
            .AddSingleton<AgentControls>()
            .AddSingleton<ReserveAdjustments>()
            .AddSingleton<EngineConfigs>()
            .AddSingleton<EngineInspection>()
            .AddSingleton<Valuation>()
            .AddSingleton<PortfolioHistory>()
            .AddSingleton<PortfolioService>()
            .AddSingleton<BacktestStore>()
            .AddSingleton<SignalHistory>()
            .AddSingleton<BacktestService>()
            .AddSingleton<BacktestJob>()
            .AddSingleton<OversightStore>()
            .AddSingleton<ApprovalProcess>()
            .AddSingleton<OversightGate>()
            .AddSingleton<RequestBuilder>()
            .AddSingleton<OversightRulesService>()
            .AddSingleton<OversightAnalytics>()
            .AddSingleton<OversightComparison>()
            .AddSingleton<OversightService>();
}
