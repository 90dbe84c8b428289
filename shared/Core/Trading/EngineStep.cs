using System.Collections.Immutable;
using System.Globalization;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>The work of one step: the book as it changes, and what has been decided so far.</summary>
internal ref struct EngineStep
{
    private readonly EngineInput input;
    private readonly ReadOnlySpan<SymbolView> symbols;
    private readonly RiskTier tier;
    private readonly RiskTierParameters parameters;
    private readonly Session session;
    private Book book;
    private decimal cash;
    private int openPositions;
    private decimal? activePool;
    private ImmutableArray<Decision>.Builder? decisions;
    private ImmutableArray<Order>.Builder? orders;
    private ImmutableArray<StopLevels>.Builder? stops;

    public EngineStep(in EngineInput input)
    {
        this.input = input;
        symbols = input.Symbols.Span;
        tier = RiskTierParameters.TierOf(input.Settings.Strategy);
        parameters = RiskTierParameters.Of(tier);
        session = ExchangeCalendar.LastStarted(input.MarketTime);
        book = input.Book;
        cash = book.AvailableCash;
        openPositions = book.Positions.Length;
    }

    /// <summary>The view of a symbol, or null; the views are in ordinal order of their symbols.</summary>
    public static SymbolView? Find(ReadOnlySpan<SymbolView> symbols, string symbol)
    {
        var (low, high) = (0, symbols.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(symbols[middle].Symbol, symbol);
            if (order == 0)
            {
                return symbols[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return null;
    }

    public readonly EngineOutput Output() =>
        new(book, decisions?.ToImmutable() ?? [], orders?.ToImmutable() ?? [], stops?.ToImmutable() ?? []);

    /// <summary>Gives each position without levels its first ones.</summary>
    public void ProtectPositions()
    {
        foreach (var position in book.Positions)
        {
            if (
                book.StopOf(position.Symbol) is null
                && Find(symbols, position.Symbol) is { Features.IsReady: true } view
            )
            {
                var confidence = book.HandledOf(position.Symbol)?.Confidence ?? 1;
                Set(StopLoss.Initial(position, view.Features.Atr, confidence, parameters, input.MarketTime));
            }
        }
    }

    /// <summary>Sells what crossed a level, and what fell out of its trend after it was bought.</summary>
    public void LeavePositions()
    {
        foreach (var position in book.Positions)
        {
            if (Find(symbols, position.Symbol) is not { } view || view.Bid <= 0)
            {
                continue;
            }

            if (book.StopOf(position.Symbol) is { } stop && StopLoss.Crossed(stop, view.Bid) is { } crossed)
            {
                if (IsDue(stop.TriggeredAt))
                {
                    Set(stop with { TriggeredAt = input.MarketTime });
                    Exit(view, position, crossed, new Signal(TradeAction.Sell, stop.Confidence, stop.At));
                }
            }
            else if (
                view.Features is { IsReady: true, IsUptrend: false } features
                && features.TrendSince > position.OpenedAt
            )
            {
                var signal = MovingAverageCross.Evaluate(features);
                var handled = book.HandledOf(view.Symbol);
                if (handled?.Action != TradeAction.Sell || handled.SignalAt != signal.Since || IsDue(handled.At))
                {
                    Remember(view.Symbol, signal, null);
                    Exit(view, position, DecisionTrigger.Signal, signal);
                }
            }
        }
    }

    /// <summary>Buys what is in an uptrend and not held, the most confident first while cash and places last.</summary>
    public void EnterPositions()
    {
        Span<int> candidates = symbols.Length <= 512 ? stackalloc int[symbols.Length] : new int[symbols.Length];
        var count = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            ref readonly var view = ref symbols[i];
            if (view.Features is { IsReady: true, IsUptrend: true } && MayTrade(view.Symbol) && !IsDone(view))
            {
                candidates[count++] = i;
            }
        }

        for (; count > 0; count--)
        {
            var best = MostConfident(candidates[..count]);
            Enter(symbols[candidates[best]]);
            candidates[(best + 1)..count].CopyTo(candidates[best..]);
        }
    }

    private void Enter(in SymbolView view)
    {
        var signal = MovingAverageCross.Evaluate(view.Features);
        var (quantity, reason) = Size(view, signal);
        if (reason is not null)
        {
            if (book.HandledOf(view.Symbol) is not { } handled || !Repeats(handled, signal, reason))
            {
                Remember(view.Symbol, signal, reason);
                Decide(view, DecisionTrigger.Signal, signal, 0, reason, SkipSentence(view, signal, reason.Value));
            }

            return;
        }

        Remember(view.Symbol, signal, null);
        var part = view.Ask * quantity / ActivePool();
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Buy {quantity:N0} {view.Symbol} at about {view.Ask:0.00##}: {MovingAverageCross.Explain(view.Features, signal.Confidence)}. That is {part:0.0%} of the active pool of {ActivePool():N2}."
        );
        Order(view, Decide(view, DecisionTrigger.Signal, signal, quantity, null, sentence), view.Ask);
        cash -= Money.ToCents(view.Ask * quantity) + Fees.Flat;
        openPositions++;
    }

    /// <summary>The rules between a signal and a size, in the order in which they speak.</summary>
    private (long Quantity, SkipReason? Reason) Size(in SymbolView view, in Signal signal)
    {
        if (signal.Confidence < parameters.MinConfidence)
        {
            return (0, SkipReason.InsufficientConfidence);
        }

        if (!input.Settings.TradingHours.Contains(input.MarketTime))
        {
            return (0, SkipReason.OutsideTradingHours);
        }

        if (view.Ask <= 0 || view.AsOf < session.Open || IsOld(view.Features.Last))
        {
            return (0, SkipReason.NoPrice);
        }

        if (openPositions >= Engine.MaxOpenPositions)
        {
            return (0, SkipReason.PositionLimit);
        }

        var pct = PositionSizer.AllocationPct(signal.Confidence, parameters, input.Settings.RiskTolerance);
        var quantity = PositionSizer.Shares(Money.ToCents(ActivePool() * (decimal)pct), view.Ask);
        if (quantity == 0)
        {
            return (0, SkipReason.PositionTooSmall);
        }

        quantity = Math.Min(quantity, PositionSizer.Shares(cash - Fees.Flat, view.Ask));
        return quantity > 0 ? (quantity, null) : (0, SkipReason.InsufficientFunds);
    }

    private void Exit(in SymbolView view, Position position, DecisionTrigger trigger, in Signal signal)
    {
        var stop = book.StopOf(position.Symbol);
        var why = trigger switch
        {
            DecisionTrigger.StopLoss => $"the price fell to the stop at {Number(stop!.StopLoss)}",
            DecisionTrigger.TakeProfit => $"the price rose to the target at {Number(stop!.TakeProfit)}",
            _ => MovingAverageCross.Explain(view.Features, signal.Confidence),
        };
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Sell all {position.Quantity:N0} {view.Symbol} at about {view.Bid:0.00##}: {why}. They cost {position.AverageCost:0.00##} each."
        );
        var quantity = Math.Min(position.Quantity, Trading.Order.MaxQuantity);
        Order(view, Decide(view, trigger, signal, quantity, null, sentence), view.Bid);
    }

    private Decision Decide(
        in SymbolView view,
        DecisionTrigger trigger,
        in Signal signal,
        long quantity,
        SkipReason? reason,
        string sentence
    )
    {
        var barEnd = view.Features.Last.End;
        var outcome = reason is null ? DecisionOutcome.Act : DecisionOutcome.Skip;
        var seed = string.Create(
            CultureInfo.InvariantCulture,
            $"{input.AgentId}|{view.Symbol}|{barEnd:O}|{signal.Action}|{trigger}|{outcome}|{reason}|{signal.Since:O}"
        );
        // An exit that is ordered again within one bar is another decision.
        if (signal.Action == TradeAction.Sell)
        {
            seed += input.MarketTime.ToString("O", CultureInfo.InvariantCulture);
        }

        var id = EntityId.Derive("dec", barEnd, seed);
        var decision = new Decision
        {
            DecisionId = id,
            AgentId = input.AgentId,
            Symbol = view.Symbol,
            Action = signal.Action,
            Trigger = trigger,
            Outcome = outcome,
            SkipReason = reason,
            TradeId = reason is null ? EntityId.Derive("trd", barEnd, id) : null,
            Confidence = signal.Confidence,
            Quantity = quantity,
            Price = signal.Action == TradeAction.Buy ? view.Ask : view.Bid,
            RiskTier = tier,
            ActivePool = ActivePool(),
            ReservePool = book.ReservePool,
            PortfolioHeat = StopLoss.Heat(book, symbols),
            SignalAt = signal.Since,
            BarEnd = barEnd,
            MarketTime = input.MarketTime,
            Reasoning = sentence,
        };
        (decisions ??= ImmutableArray.CreateBuilder<Decision>()).Add(decision);
        return decision;
    }

    private void Order(in SymbolView view, Decision decision, decimal price) =>
        (orders ??= ImmutableArray.CreateBuilder<Order>()).Add(
            new Order
            {
                TradeId = decision.TradeId!,
                AgentId = input.AgentId,
                Symbol = view.Symbol,
                Action = decision.Action,
                Quantity = decision.Quantity,
                DecisionId = decision.DecisionId,
                Reasoning = decision.Reasoning,
                SubmittedAt = input.WallTime,
                EstimatedPrice = price,
            }
        );

    private readonly string SkipSentence(in SymbolView view, in Signal signal, SkipReason reason)
    {
        var because = reason switch
        {
            SkipReason.InsufficientConfidence => string.Create(
                CultureInfo.InvariantCulture,
                $"that is below the {parameters.MinConfidence:0.00} that the {tier.ToString().ToLowerInvariant()} tier asks for"
            ),
            SkipReason.OutsideTradingHours => "but it is outside the agent's trading hours",
            SkipReason.NoPrice => "but its last price is not of today",
            SkipReason.PositionLimit => $"but {Engine.MaxOpenPositions} positions are open, as many as the agent keeps",
            SkipReason.PositionTooSmall => "but the position would be smaller than one share",
            _ => $"but the cash left, {Number(cash)}, does not pay for a share",
        };
        return $"Let {view.Symbol} pass: {MovingAverageCross.Explain(view.Features, signal.Confidence)}; {because}.";
    }

    private void Set(StopLevels levels)
    {
        book = book.SetStop(levels);
        (stops ??= ImmutableArray.CreateBuilder<StopLevels>()).Add(levels);
    }

    private void Remember(string symbol, in Signal signal, SkipReason? reason) =>
        book = book.Handle(
            new HandledSignal(symbol, signal.Action, signal.Since, signal.Confidence, input.MarketTime, reason)
        );

    private static bool Repeats(HandledSignal handled, in Signal signal, SkipReason? reason) =>
        handled.Action == signal.Action && handled.SignalAt == signal.Since && handled.SkipReason == reason;

    /// <summary>Whether the agent has a position in the symbol, or had one because of this very signal.</summary>
    private readonly bool IsDone(in SymbolView view) =>
        book.PositionIn(view.Symbol) is not null
        || book.HandledOf(view.Symbol) is { Action: TradeAction.Buy, SkipReason: null } handled
            && handled.SignalAt == view.Features.TrendSince;

    private readonly bool MayTrade(string symbol)
    {
        var preferred = input.Settings.AssetPreferences;
        for (var i = 0; i < preferred.Count; i++)
        {
            if (preferred[i] == symbol)
            {
                return true;
            }
        }

        return preferred.Count == 0;
    }

    private readonly int MostConfident(ReadOnlySpan<int> candidates)
    {
        var (best, confidence) = (0, -1.0);
        for (var i = 0; i < candidates.Length; i++)
        {
            var each = MovingAverageCross.Evaluate(symbols[candidates[i]].Features).Confidence;
            (best, confidence) = each > confidence ? (i, each) : (best, confidence);
        }

        return best;
    }

    /// <summary>Figures that end before the session before this one say nothing about today.</summary>
    private readonly bool IsOld(in Bar last) =>
        session.Index > 0 && last.End < ExchangeCalendar.SessionAt(session.Index - 1).Open;

    private readonly bool IsDue(DateTimeOffset? ordered) =>
        ordered is not { } at || input.MarketTime - at >= Engine.ExitRetry;

    private decimal ActivePool()
    {
        if (activePool is not { } pool)
        {
            pool = book.AvailableCash;
            foreach (var position in book.Positions)
            {
                pool += Find(symbols, position.Symbol) is { Bid: > 0 } view
                    ? Money.ToCents(view.Bid * position.Quantity)
                    : position.Cost;
            }

            activePool = pool;
        }

        return pool;
    }

    private static string Number(decimal price) => price.ToString("N2", CultureInfo.InvariantCulture);
}
