namespace AgentTrader.Core.Market;

public enum BarInterval
{
    OneMinute,
    FiveMinutes,
    FifteenMinutes,
    OneHour,

    /// <summary>A whole session.</summary>
    OneDay,
}
