using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Rules;
using AgentTrader.Core.Trading.Signals;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>How positions are entered.</summary>
internal ref partial struct EngineStep
{
    /// <summary>Buys what a signal speaks for, the most confident first while cash and places last.</summary>
    public void EnterPositions()
    {
        Span<Candidate> candidates =
            symbols.Length <= 256 ? stackalloc Candidate[symbols.Length] : new Candidate[symbols.Length];
        var count = 0;
        var held = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            while (held < viewOf.Length && viewOf[held] < i)
            {
                held++;
            }

            var isHeld = held < viewOf.Length && viewOf[held] == i;
            if (
                !isHeld
                && symbols[i].Features.IsReady
                && BestEntry(symbols[i], out var entry)
                && MayTrade(symbols[i].Symbol)
                && !HasPlan(symbols[i].Symbol)
                && !IsOrdered(symbols[i].Symbol)
                && !IsBuying(symbols[i].Symbol)
            )
            {
                candidates[count++] = new Candidate(entry.Signal.Confidence, i);
            }
        }

        candidates = candidates[..count];
        candidates.Sort();
        foreach (var candidate in candidates)
        {
            Enter(symbols[candidate.Place]);
        }
    }

    private void Enter(in SymbolView view)
    {
        BestEntry(view, out var entry);
        var signal = entry.Signal;
        foreach (var rule in EntryRule.All)
        {
            if (rule.Apply(ref this, view, ref entry) is { } reason)
            {
                Skip(view, entry, reason);
                return;
            }
        }

        Handle(view.Symbol, signal, null);
        if (entry.Recommendation is { } recommendation)
        {
            Use(recommendation);
        }

        var tranches = Tranches(entry, view.Ask);
        var now = entry.Quantity - (entry.Quantity / tranches * (tranches - 1));
        var steps = Text(IsTold && tranches > 1, $" It is entered in {tranches} steps, {now:N0} now.");
        var decision = Decide(
            view,
            entry,
            TriggerOf(entry),
            null,
            Text(
                IsTold,
                $"Buy {entry.Quantity:N0} {view.Symbol} at about {view.Ask:0.00##}: {Explain(entry, view)}. That is {view.Ask * entry.Quantity / ActivePool:0.0%} of the active pool of {ActivePool:N2}."
            ) + steps
        );
        Buy(
            view,
            decision.TradeId!,
            decision.DecisionId,
            now,
            signal.Confidence,
            decision.Reasoning,
            tranches > 1 ? entry.Quantity : null
        );
        entered++;
        if (signal.Kind == SignalKind.Micro)
        {
            Remember(Book.Engine with { MicroTrades = Book.Engine.MicroTrades + 1 });
        }

        if (tranches > 1)
        {
            var plan = new EntryPlan(
                view.Symbol,
                decision.DecisionId,
                signal.Kind,
                signal.Since,
                view.Ask,
                entry.Quantity - now,
                tranches - 1,
                Now + Config.TrancheInterval,
                IsRecommended: entry.Recommendation is not null
            );
            Cash -= plan.Cost;
            Remember(Book.Engine with { Plans = Book.Engine.Plans.Add(plan) });
        }
    }

    /// <summary>
    /// What speaks most for buying a symbol and has not led to a trade yet, if anything does. A recommendation is heard before
    /// the chart: each is to be judged (requirement 1.2).
    /// </summary>
    private readonly bool BestEntry(in SymbolView view, out Entry entry)
    {
        if (IsPoll && Recommended(view) is { Action: RecommendationAction.Buy } recommendation)
        {
            entry = EntryOf(recommendation);
            return true;
        }

        entry = EntryOf(BestSignal(view));
        return entry.Signal.IsBuy;
    }

    /// <summary>The most confident buy signal of a symbol's chart that has not led to a trade yet; the default when there is none.</summary>
    private readonly Signal BestSignal(in SymbolView view)
    {
        var best = default(Signal);
        var kinds = StrategySignals.Of(Settings.Strategy, Config);
        for (var i = 0; IsPoll && i < kinds.Count; i++)
        {
            Consider(view, kinds[i], ref best);
        }

        if (IsMicroPoll && HasShortBars(view))
        {
            Consider(view, SignalKind.Micro, ref best);
        }

        return best;
    }

    private readonly void Consider(in SymbolView view, SignalKind kind, ref Signal best)
    {
        if (kind > SignalKind.Micro)
        {
            return;
        }

        ref readonly var signal = ref view.Features.Signals[(int)kind];
        if (
            signal.IsBuy
            && signal.Confidence > best.Confidence
            && !(Book.HandledOf(view.Symbol, kind) is { SkipReason: null } handled && handled.SignalAt == signal.Since)
        )
        {
            best = signal;
        }
    }

    /// <summary>Whether a purchase was ordered so lately that its order may still be on its way.</summary>
    private readonly bool IsBuying(string symbol)
    {
        foreach (var handled in Book.HandledIn(symbol))
        {
            if (handled is { SkipReason: null, Action: TradeAction.Buy } && Now - handled.At < Engine.OrderPatience)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many symbols are being bought that are not held yet: each will take a place (requirement 8.4).</summary>
    private readonly int OnTheirWay()
    {
        var (count, counted) = (0, "");
        foreach (var handled in Book.Handled)
        {
            // They are in the order of their symbols: of several signals about one, one counts.
            if (
                handled is { SkipReason: null, Action: TradeAction.Buy }
                && handled.Symbol != counted
                && Now - handled.At < Engine.OrderPatience
                && PlaceOf(handled.Symbol) < 0
                && !IsOrdered(handled.Symbol)
            )
            {
                (count, counted) = (count + 1, handled.Symbol);
            }
        }

        return count;
    }

    private readonly bool MayTrade(string symbol)
    {
        var preferred = Settings.AssetPreferences;
        for (var i = 0; i < preferred.Count; i++)
        {
            if (preferred[i] == symbol)
            {
                return true;
            }
        }

        return preferred.Count == 0;
    }

    /// <summary>A symbol to enter; the most confident comes first, and of two as confident the first symbol.</summary>
    private readonly record struct Candidate(double Confidence, int Place) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) =>
            other.Confidence.CompareTo(Confidence) is not 0 and var order ? order : Place.CompareTo(other.Place);
    }
}
