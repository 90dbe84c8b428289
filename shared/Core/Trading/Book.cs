using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Lots;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Trading;

/// <summary>
/// All that an agent owns and may do, as one immutable value that changes only by its own methods. Each change either
/// gives a new book that satisfies <see cref="Assert"/>, or throws <see cref="BookRefusedException"/>. Two books are the
/// same when <see cref="ToJson"/> is: record equality compares the lists by reference.
/// </summary>
public sealed partial record Book
{
    /// <summary>The most symbols held at once (document 1, FR-005).</summary>
    public const int MaxPositions = 100;

    /// <summary>The most lots held at once: beyond it the book would outgrow the entity it is stored in.</summary>
    public const int MaxLots = 2_000;

    private readonly ImmutableArray<Lot> lots = [];

    [JsonConstructor]
    private Book() { }

    [JsonInclude]
    public AgentStatus Status { get; private init; } = AgentStatus.Paused;

    /// <summary>Why the agent is in <see cref="AgentStatus.Error"/>; null in any other status.</summary>
    [JsonInclude]
    public string? Error { get; private init; }

    /// <summary>Dollars the agent was given.</summary>
    [JsonInclude]
    public decimal Budget { get; private init; }

    /// <summary>Dollars not invested, the reserve pool among them.</summary>
    [JsonInclude]
    public decimal Cash { get; private init; }

    /// <summary>Dollars of <see cref="Cash"/> that trading may not touch (document 5, requirement 3).</summary>
    [JsonInclude]
    public decimal ReservePool { get; private init; }

    /// <summary>Dollars won or lost by closed lots, before fees.</summary>
    [JsonInclude]
    public decimal RealizedPnL { get; private init; }

    [JsonInclude]
    public decimal FeesPaid { get; private init; }

    /// <summary>The trade that waits for a person; nothing else trades meanwhile.</summary>
    [JsonInclude]
    public string? PendingApprovalTradeId { get; private init; }

    /// <summary>Open lots, oldest first: sells close them in this order.</summary>
    [JsonInclude]
    public ImmutableArray<Lot> Lots
    {
        get => lots;
        private init
        {
            lots = value;
            Positions = Position.Of(value, Positions);
        }
    }

    /// <summary>At most one for each position, by symbol in ordinal order.</summary>
    [JsonInclude]
    public ImmutableArray<StopLevels> Stops { get; private init; } = [];

    /// <summary>The last signal of each symbol and kind that the engine has dealt with, in that order.</summary>
    [JsonInclude]
    public ImmutableArray<HandledSignal> Handled { get; private init; } = [];

    /// <summary>Every symbol that was ever bought, in ordinal order.</summary>
    [JsonInclude]
    public ImmutableArray<string> Traded { get; private init; } = [];

    /// <summary>What else the engine remembers.</summary>
    [JsonInclude]
    public EngineState Engine { get; private init; } = EngineState.New;

    /// <summary>The sums of <see cref="Lots"/>, by symbol in ordinal order.</summary>
    [JsonIgnore]
    public ImmutableArray<Position> Positions { get; private init; } = [];

    /// <summary>Dollars that a buy may use.</summary>
    [JsonIgnore]
    public decimal AvailableCash => Cash - ReservePool;

    /// <summary>
    /// Dollars won or lost as taxes see it (document 5, requirement 12.4): the losses of wash sales are not lost yet but wait in
    /// the shares that replaced those sold.
    /// </summary>
    [JsonIgnore]
    public decimal TaxAdjustedPnL
    {
        get
        {
            var profit = RealizedPnL;
            foreach (var lot in Lots)
            {
                profit += lot.WashedLoss;
            }

            return profit;
        }
    }

    /// <summary>A new agent's book: paused, all of the budget in cash.</summary>
    /// <exception cref="BookRefusedException">The budget is outside its range.</exception>
    public static Book Open(decimal budget)
    {
        RefuseBadBudget(budget);
        return new Book { Budget = budget, Cash = budget }.Assert();
    }

    /// <summary>The position in a symbol, or null.</summary>
    public Position? PositionIn(string symbol)
    {
        var (low, high) = (0, Positions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Positions[middle].Symbol, symbol);
            if (order == 0)
            {
                return Positions[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return null;
    }

    /// <summary>Whether there ever was a position in a symbol.</summary>
    public bool HasHeld(string symbol) => Traded.BinarySearch(symbol, StringComparer.Ordinal) >= 0;

    /// <summary>The levels of a position, or null.</summary>
    public StopLevels? StopOf(string symbol)
    {
        var index = IndexOfStop(symbol);
        return index >= 0 ? Stops[index] : null;
    }

    /// <summary>What the engine last did about a signal, or null.</summary>
    public HandledSignal? HandledOf(string symbol, SignalKind kind)
    {
        var index = IndexOfHandled(symbol, kind);
        return index >= 0 ? Handled[index] : null;
    }

    /// <summary>What the engine last did about the signals of a symbol, by kind.</summary>
    public ReadOnlySpan<HandledSignal> HandledIn(string symbol)
    {
        var first = IndexOfHandled(symbol, SignalKind.Trend);
        first = first >= 0 ? first : ~first;
        var end = first;
        while (end < Handled.Length && Handled[end].Symbol == symbol)
        {
            end++;
        }

        return Handled.AsSpan(first, end - first);
    }

    /// <summary>Cash and positions at given prices, in dollars and whole cents.</summary>
    /// <param name="priceOf">A symbol's price, or null when there is none: its position then counts at its cost.</param>
    public decimal ValueAt(Func<string, decimal?> priceOf)
    {
        ArgumentNullException.ThrowIfNull(priceOf);
        var value = Cash;
        foreach (var position in Positions)
        {
            value += priceOf(position.Symbol) is { } price ? Money.ToCents(price * position.Quantity) : position.Cost;
        }

        return value;
    }

    /// <summary>Checks what must hold of every book (docs/architecture.md, invariant 1) and returns it.</summary>
    /// <exception cref="InvalidOperationException">It does not hold: the book was damaged, or a change is wrong.</exception>
    public Book Assert()
    {
        var cost = 0m;
        foreach (var lot in Lots)
        {
            Hold(
                lot.Quantity > 0 && lot.Cost >= 0 && lot.WashedLoss >= 0 && Money.IsWholeCents(lot.Cost),
                "a lot is empty or its cost is wrong"
            );
            cost += lot.Cost;
        }

        Hold(Cash + cost + FeesPaid - RealizedPnL == Budget, "cash, cost, fees and profit do not add up to the budget");
        Hold(ReservePool >= 0 && ReservePool <= Cash, "the reserve pool is not covered by cash");
        Hold(Money.IsWholeCents(Cash) && Money.IsWholeCents(ReservePool), "cash is not in whole cents");
        Hold(FeesPaid >= 0, "fees are negative");
        Hold(Positions.Length <= MaxPositions, "there are too many positions");
        Hold(Status == AgentStatus.Error == Error is not null, "an error needs a reason, and only an error has one");
        return this;

        static void Hold(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new InvalidOperationException($"The book is damaged: {otherwise}.");
            }
        }
    }

    private int IndexOfStop(string symbol)
    {
        var (low, high) = (0, Stops.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Stops[middle].Symbol, symbol);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return ~low;
    }

    private int IndexOfHandled(string symbol, SignalKind kind)
    {
        var (low, high) = (0, Handled.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Handled[middle].Symbol, symbol);
            order = order == 0 ? Handled[middle].Kind - kind : order;
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return ~low;
    }

    private static BookRefusedException Refused(BookRefusalReason reason, string sentence) =>
        new(new BookRefusal(reason, sentence));
}
