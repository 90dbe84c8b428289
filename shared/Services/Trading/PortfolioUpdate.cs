using System.Text.Json;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;

namespace AgentTrader.Services.Trading;

/// <summary>What an open dashboard hears of a portfolio (spec/1 section 5.4); dollars and percent.</summary>
/// <param name="TotalValue">Cash and positions.</param>
/// <param name="DayReturn">Value less the value when the market's day began.</param>
public sealed record PortfolioUpdate(decimal TotalValue, decimal DayReturn, decimal DayReturnPercent)
{
    /// <summary>The payload at an instant of the market.</summary>
    /// <param name="state">The agent, for what its day began with.</param>
    /// <param name="book">Its book now.</param>
    /// <param name="value">What that is worth.</param>
    /// <param name="marketTime">The instant.</param>
    public static JsonElement Of(AgentState state, Book book, decimal value, DateTimeOffset marketTime)
    {
        var day = ExchangeCalendar.DateOf(marketTime);
        var figures = Performance.Of(state, marketTime).At(value, book.Budget, day);
        return JsonSerializer.SerializeToElement(
            new PortfolioUpdate(value, figures.DayReturn, figures.DayReturnPercent),
            ApiJson.Options
        );
    }
}
