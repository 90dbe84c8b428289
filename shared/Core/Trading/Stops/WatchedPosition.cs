namespace AgentTrader.Core.Trading.Stops;

/// <summary>What wakes an agent between its cycles because of a position.</summary>
/// <param name="AgentId">Whose.</param>
/// <param name="Symbol">The position.</param>
/// <param name="Floor">Dollars a share: at this price or below something is to be done.</param>
/// <param name="Ceiling">Dollars a share: at this price or above something is to be done.</param>
/// <param name="MovePct">A move of more than this part within a quarter of an hour is to be looked at.</param>
public sealed record WatchedPosition(string AgentId, string Symbol, decimal Floor, decimal Ceiling, double MovePct)
{
    /// <summary>The positions of a book that a price may end; those on their way out are left alone.</summary>
    /// <param name="agentId">Whose book.</param>
    /// <param name="book">The book.</param>
    /// <param name="config">The engine's settings.</param>
    /// <param name="macroEvent">Whether a severe macro event is on.</param>
    public static IEnumerable<WatchedPosition> Of(string agentId, Book book, EngineConfig config, bool macroEvent) =>
        from position in book.Positions
        let stop = book.StopOf(position.Symbol)
        where stop is { TriggeredAt: null }
        select new WatchedPosition(
            agentId,
            position.Symbol,
            Math.Max(stop.StopDuring(macroEvent, config), position.AverageCost * (1 - config.PositionLossPct)),
            stop.TakeProfit,
            config.PriceMovePct
        );
}
