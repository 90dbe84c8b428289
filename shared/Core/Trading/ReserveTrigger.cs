namespace AgentTrader.Core.Trading;

public enum ReserveTrigger
{
    ProfitSiphon,
    EmergencyLiquidation,
    ManualAdjustment,
}
