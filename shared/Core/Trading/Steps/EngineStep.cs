using System.Collections.Immutable;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>The work of one step: the book as it changes, what is known about it, and what has been decided so far.</summary>
internal ref partial struct EngineStep
{
    private readonly EngineInput input;
    private readonly ReadOnlySpan<SymbolView> symbols;

    /// <summary>Of each position the place of its symbol among the views, or -1.</summary>
    private readonly ReadOnlySpan<int> viewOf;
    private decimal heat = -1;

    /// <summary>How many entries this step has made, and how many earlier ones have not been filled yet; -1 until it is asked for.</summary>
    private int entered;
    private int onTheirWay = -1;
    private ImmutableArray<Decision>.Builder? decisions;
    private ImmutableArray<Order>.Builder? orders;
    private ImmutableArray<StopLevels>.Builder? stops;
    private ImmutableArray<ReserveEntry>.Builder? reserve;
    private ImmutableArray<EngineEvent>.Builder? events;

    /// <param name="input">What is known.</param>
    /// <param name="places">Room for a number for each position.</param>
    public EngineStep(in EngineInput input, Span<int> places)
    {
        this.input = input;
        symbols = input.Symbols.Span;
        Book = input.Book;
        Session = ExchangeCalendar.LastStarted(input.MarketTime);
        viewOf = places;
        // Positions and views are both in the order of their symbols.
        var next = 0;
        Value = Book.Cash;
        for (var i = 0; i < places.Length; i++)
        {
            var position = Book.Positions[i];
            while (next < symbols.Length && string.CompareOrdinal(symbols[next].Symbol, position.Symbol) < 0)
            {
                next++;
            }

            places[i] = next < symbols.Length && symbols[next].Symbol == position.Symbol ? next : -1;
            Value +=
                places[i] >= 0 && symbols[next].Bid > 0
                    ? Money.ToCents(symbols[next].Bid * position.Quantity)
                    : position.Cost;
        }

        Cash = Book.AvailableCash;
        foreach (var plan in Book.Engine.Plans)
        {
            Cash -= plan.Cost;
        }

        Tier = Book.Engine.TierFor(input.Settings.Strategy, input.Config);
        Parameters = RiskTierParameters.Of(Tier);
    }

    /// <summary>Whether decisions and orders say why.</summary>
    private readonly bool IsTold => input.WithReasons;

    public readonly EngineConfig Config => input.Config;

    public readonly AgentSettings Settings => input.Settings;

    public readonly DateTimeOffset Now => input.MarketTime;

    public Book Book { get; private set; }

    public Session Session { get; }

    public RiskTier Tier { get; private set; }

    public RiskTierParameters Parameters { get; private set; }

    /// <summary>Dollars that cash and positions are worth.</summary>
    public decimal Value { get; }

    /// <summary>Dollars not in reserve (requirement 3.3).</summary>
    public readonly decimal ActivePool => Value - Book.ReservePool;

    /// <summary>Dollars in a part of the active pool, of 1, in whole cents.</summary>
    public readonly decimal PartOfPool(double part) => Money.ToCents(ActivePool * (decimal)part);

    /// <summary>Dollars that orders may still use: what tranches to come will cost is set aside.</summary>
    public decimal Cash { get; private set; }

    /// <summary>Positions, with this step's entries and those whose orders may still be on their way.</summary>
    public int OpenPositions
    {
        get
        {
            onTheirWay = onTheirWay < 0 ? OnTheirWay() : onTheirWay;
            return viewOf.Length + onTheirWay + entered;
        }
    }

    public readonly bool IsWithinWindow =>
        Now >= Session.Open + Config.WindowMargin && Now < Session.Close - Config.WindowMargin;

    /// <summary>Whether a circuit breaker is open: the engine orders nothing (docs/architecture.md, invariant 3).</summary>
    public readonly bool IsHalted => !Book.Engine.Breakers.IsEmpty;

    /// <summary>Whether this step looks for something new.</summary>
    public bool IsPoll { get; private set; }

    /// <summary>Whether it looks for micro-trades.</summary>
    public bool IsMicroPoll { get; private set; }

    public readonly bool IsWithinAgentHours() => Settings.TradingHours.Contains(Now);

    /// <summary>
    /// Whether what can wait may be done: within the market's window and the agent's hours. What protects does not ask.
    /// </summary>
    public readonly bool IsTimeToChoose => IsWithinWindow && IsWithinAgentHours();

    /// <summary>Whether a person said no to this lately.</summary>
    public readonly bool IsAvoided(string symbol, TradeAction action)
    {
        foreach (var avoided in Book.Engine.Avoided)
        {
            if (avoided.Symbol == symbol && avoided.Action == action && Now < avoided.Until)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether figures end before the session before this one, and so say nothing about today.</summary>
    public readonly bool IsOld(in SymbolView view) =>
        Session.Index > 0 && view.Features.Last.End < ExchangeCalendar.SessionAt(Session.Index - 1).Open;

    /// <summary>The loss if every stop is hit, in dollars (requirement 13.1).</summary>
    public decimal Heat()
    {
        if (heat < 0)
        {
            heat = 0;
            for (var i = 0; i < viewOf.Length; i++)
            {
                heat += HeatOf(i);
            }
        }

        return heat;
    }

    /// <summary>Whether several positions, and most of them, are down by more than a little (requirement 7.5).</summary>
    public readonly bool IsBroadDecline()
    {
        var falling = 0;
        for (var i = 0; i < viewOf.Length; i++)
        {
            var position = Book.Positions[i];
            if (BidOf(i) is > 0 and var bid && bid * position.Quantity < position.Cost * (1 - Config.DeclineLossPct))
            {
                falling++;
            }
        }

        return falling > 1 && falling > viewOf.Length * Config.DeclinePositionsPct;
    }

    /// <summary>
    /// The part of the active pool that others take in a symbol's sector, and how many sectors they are in (requirement 9.4):
    /// positions, what this step buys, and tranches to come.
    /// </summary>
    public readonly double SectorExposure(string symbol, out int sectors)
    {
        var (wanted, value, held) = (Universe.SectorIndexOf(Universe.SectorOf(symbol)), 0m, 0);
        for (var i = 0; i < viewOf.Length; i++)
        {
            Count(Book.Positions[i].Symbol, ValueOf(i), ref value, ref held);
        }

        for (var i = 0; i < (orders?.Count ?? 0); i++)
        {
            var order = orders![i];
            if (order.Action == TradeAction.Buy)
            {
                Count(order.Symbol, order.EstimatedPrice * order.Quantity, ref value, ref held);
            }
        }

        foreach (var plan in Book.Engine.Plans)
        {
            Count(plan.Symbol, plan.Price * plan.Quantity, ref value, ref held);
        }

        sectors = int.PopCount(held);
        return ActivePool > 0 ? (double)value / (double)ActivePool : 0;

        void Count(string other, decimal worth, ref decimal sum, ref int seen)
        {
            if (other != symbol)
            {
                var index = Universe.SectorIndexOf(Universe.SectorOf(other));
                sum += index == wanted ? worth : 0;
                seen |= 1 << index;
            }
        }
    }

    /// <summary>The average correlation with the positions, weighted by their value (requirement 9.2); NaN for none.</summary>
    public readonly double AverageCorrelation(string symbol, out double highest)
    {
        var (sum, weight) = (0.0, 0.0);
        highest = double.NaN;
        if (input.Correlations is { } matrix)
        {
            for (var i = 0; i < viewOf.Length; i++)
            {
                var correlation = matrix.Of(symbol, Book.Positions[i].Symbol);
                if (!double.IsNaN(correlation))
                {
                    var value = (double)ValueOf(i);
                    sum += correlation * value;
                    weight += value;
                    highest = correlation > highest || double.IsNaN(highest) ? correlation : highest;
                }
            }
        }

        return weight > 0 ? sum / weight : double.NaN;
    }

    /// <summary>Trading days until a symbol's nearest earnings, negative after them; null when no date is known.</summary>
    public readonly int? DaysToEarnings(string symbol) =>
        input.Earnings.Nearest(symbol, Session.Date) is { } date
            ? ExchangeCalendar.TradingDaysBetween(Session.Date, date)
            : null;

    public readonly EngineOutput Output() =>
        new(
            Book,
            ReferenceEquals(Book, input.Book) && decisions is null && events is null && orders is null,
            decisions?.ToImmutable() ?? [],
            orders?.ToImmutable() ?? [],
            stops?.ToImmutable() ?? [],
            reserve?.ToImmutable() ?? [],
            events?.ToImmutable() ?? []
        );

    /// <summary>The place of a symbol's position in the book, or -1.</summary>
    private readonly int PlaceOf(string symbol)
    {
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (Book.Positions[i].Symbol == symbol)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly decimal BidOf(int position) => viewOf[position] >= 0 ? symbols[viewOf[position]].Bid : 0;

    private readonly decimal ValueOf(int position)
    {
        var bid = BidOf(position);
        return bid > 0 ? bid * Book.Positions[position].Quantity : Book.Positions[position].Cost;
    }

    private readonly decimal HeatOf(int position) =>
        Book.StopOf(Book.Positions[position].Symbol)?.HeatOf(ValueOf(position)) ?? 0;

    private void Remember(EngineState state) => Book = Book.Remember(state);

    private void Tell(
        EngineEventKind kind,
        string sentence,
        RiskTierChange? change = null,
        CircuitBreaker? breaker = null
    ) => (events ??= ImmutableArray.CreateBuilder<EngineEvent>()).Add(new(kind, Now, sentence, change, breaker));
}
