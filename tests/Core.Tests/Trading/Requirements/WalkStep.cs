using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>One step of a <see cref="Walk"/>.</summary>
internal sealed record WalkStep(EngineInput Input, EngineOutput Output)
{
    public DateTimeOffset At => Input.MarketTime;

    public Session Session => ExchangeCalendar.LastStarted(At);

    /// <summary>Whether a circuit breaker was open when the step ended.</summary>
    public bool IsHalted => !Output.Book.Engine.Breakers.IsEmpty;

    public RiskTier Tier => Output.Book.Engine.TierFor(Input.Settings.Strategy, Input.Config);

    public RiskTierParameters Parameters => RiskTierParameters.Of(Tier);

    /// <summary>Dollars that cash and positions were worth.</summary>
    public decimal Value => Input.Book.ValueAt(symbol => ViewOf(symbol) is { Bid: > 0 } view ? view.Bid : null);

    public decimal ActivePool => Value - Output.Book.ReservePool;

    public override string ToString() => $"the step of {At:O}";

    public SymbolView? ViewOf(string symbol)
    {
        foreach (var view in Input.Symbols.Span)
        {
            if (view.Symbol == symbol)
            {
                return view;
            }
        }

        return null;
    }

    /// <summary>What the positions of the book are worth, by symbol.</summary>
    public IEnumerable<(Position Position, decimal Value)> Holdings =>
        Input.Book.Positions.Select(position =>
            (position, ViewOf(position.Symbol) is { Bid: > 0 } view ? view.Bid * position.Quantity : position.Cost)
        );

    public IEnumerable<Order> Sales => Output.Orders.Where(order => order.Action == TradeAction.Sell);

    public IEnumerable<Order> Purchases => Output.Orders.Where(order => order.Action == TradeAction.Buy);
}
