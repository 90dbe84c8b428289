using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Rules;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading;

/// <summary>How positions are entered.</summary>
internal ref partial struct EngineStep
{
    /// <summary>Sends the tranches that are due, or gives an entry up when what spoke for it is gone (requirement 11.4).</summary>
    public void ContinueEntries()
    {
        for (var i = Book.Engine.Plans.Length - 1; i >= 0; i--)
        {
            var plan = Book.Engine.Plans[i];
            var place = Find(plan.Symbol);
            if (place < 0)
            {
                CancelPlan(plan.Symbol, "it is no longer among the agent's symbols");
            }
            else if (plan.NextAt <= Now && IsTimeToChoose)
            {
                Continue(plan, symbols[place]);
            }
        }
    }

    /// <summary>Buys what a signal speaks for, the most confident first while cash and places last.</summary>
    public void EnterPositions()
    {
        Span<int> candidates = symbols.Length <= 512 ? stackalloc int[symbols.Length] : new int[symbols.Length];
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
                && BestEntry(symbols[i], out _)
                && MayTrade(symbols[i].Symbol)
                && !HasPlan(symbols[i].Symbol)
                && !IsOrdered(symbols[i].Symbol)
                && !IsBuying(symbols[i].Symbol)
            )
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
        var part = view.Ask * entry.Quantity / ActivePool;
        var steps = tranches > 1 ? Text($" It is entered in {tranches} steps, {now:N0} now.") : "";
        var decision = Decide(
            view,
            entry,
            TriggerOf(entry),
            null,
            Text(
                $"Buy {entry.Quantity:N0} {view.Symbol} at about {view.Ask:0.00##}: {Explain(entry, view)}. That is {part:0.0%} of the active pool of {ActivePool:N2}."
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
        OpenPositions++;
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
                Now + Config.TrancheInterval
            );
            Cash -= plan.Cost;
            Remember(Book.Engine with { Plans = Book.Engine.Plans.Add(plan) });
        }
    }

    private void Continue(EntryPlan plan, in SymbolView view)
    {
        var quantity = plan.Quantity / plan.Tranches;
        var signal = SignalOf(view, plan.Kind);
        if (WhyNot(plan, signal, view, quantity) is { } why)
        {
            CancelPlan(plan.Symbol, why);
            return;
        }

        var index = Book.Engine.Plans.IndexOf(plan);
        var next = plan with
        {
            Quantity = plan.Quantity - quantity,
            Tranches = plan.Tranches - 1,
            NextAt = Now + Config.TrancheInterval,
        };
        var plans = next.Tranches == 0 ? Book.Engine.Plans.RemoveAt(index) : Book.Engine.Plans.SetItem(index, next);
        Remember(Book.Engine with { Plans = plans });
        Cash += plan.Cost - next.Cost;
        Buy(
            view,
            EntityId.Derive("trd", input.WallTime, Text($"{plan.DecisionId}|{plan.Tranches}")),
            plan.DecisionId,
            quantity,
            signal.Confidence,
            Text(
                $"Another {quantity:N0} {view.Symbol} at about {view.Ask:0.00##}, the next step of an entry: {Explain(new Entry { Signal = signal }, view)}."
            ),
            approvedBy: plan.ApprovedBy
        );
    }

    /// <summary>What speaks against the next tranche of an entry (requirement 11.4), or null.</summary>
    private string? WhyNot(EntryPlan plan, in Signal signal, in SymbolView view, long quantity)
    {
        if (!signal.IsBuy || signal.Since != plan.SignalAt)
        {
            return "its signal has turned";
        }

        var entry = new Entry { Signal = signal };
        foreach (var rule in EntryRule.ForTranches)
        {
            if (rule.Apply(ref this, view, ref entry) is { } reason)
            {
                return Because(reason);
            }
        }

        return Math.Abs(view.Ask - plan.Price) > Money.ToPrice(view.Features.DailyAtr) ? "the price has run away"
            : Money.ToCents(view.Ask * quantity) + Fees.Flat > Cash + plan.Cost ? "the cash does not pay for it"
            : null;
    }

    /// <summary>
    /// What speaks most for buying a symbol and has not led to a trade yet, if anything does. A recommendation is heard before
    /// the chart: each is to be judged (requirement 1.2).
    /// </summary>
    private readonly bool BestEntry(in SymbolView view, out Entry entry)
    {
        if (Recommended(view) is { Action: RecommendationAction.Buy } recommendation)
        {
            entry = EntryOf(recommendation);
            return true;
        }

        entry = new Entry
        {
            Signal = BestSignal(view),
            Correlation = double.NaN,
            SectorExposure = double.NaN,
        };
        return entry.Signal.IsBuy;
    }

    /// <summary>The most confident buy signal of a symbol's chart that has not led to a trade yet; the default when there is none.</summary>
    private readonly Signal BestSignal(in SymbolView view)
    {
        var best = default(Signal);
        var kinds = StrategySignals.Of(Settings.Strategy, Config);
        for (var i = 0; i < kinds.Count; i++)
        {
            Consider(view, kinds[i], ref best);
        }

        if (Config.MicroEnabled && view.Features.Last.End - view.Features.Last.Start <= TimeSpan.FromMinutes(15))
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

    /// <summary>In how many steps an entry is made (requirement 11.3); each has a share at least.</summary>
    private readonly int Tranches(in Entry entry, decimal price)
    {
        var threshold = Math.Min(Config.GradualEntryAmount, ActivePool * Config.GradualEntryPct);
        var isGradual = price * entry.Quantity > threshold && entry.Signal.Kind != SignalKind.Micro;
        return isGradual ? (int)Math.Min(Config.Tranches, entry.Quantity) : 1;
    }

    private void CancelPlan(string symbol, string? because)
    {
        foreach (var plan in Book.Engine.Plans)
        {
            if (plan.Symbol == symbol)
            {
                Remember(Book.Engine with { Plans = Book.Engine.Plans.Remove(plan) });
                if (because is not null)
                {
                    Tell(
                        EngineEventKind.EntryCancelled,
                        Text($"{plan.Quantity:N0} {symbol} are not bought any more: {because}.")
                    );
                }

                return;
            }
        }
    }

    /// <summary>Whether a purchase was ordered so lately that its order may still be on its way.</summary>
    private readonly bool IsBuying(string symbol)
    {
        for (var kind = SignalKind.Trend; kind <= SignalKind.Recommendation; kind++)
        {
            if (
                Book.HandledOf(symbol, kind) is { SkipReason: null, Action: TradeAction.Buy } handled
                && Now - handled.At < Engine.OrderPatience
            )
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool HasPlan(string symbol)
    {
        foreach (var plan in Book.Engine.Plans)
        {
            if (plan.Symbol == symbol)
            {
                return true;
            }
        }

        return false;
    }

    private readonly int Find(string symbol)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i].Symbol == symbol)
            {
                return i;
            }
        }

        return -1;
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

    private readonly int MostConfident(ReadOnlySpan<int> candidates)
    {
        var (best, confidence) = (0, -1.0);
        for (var i = 0; i < candidates.Length; i++)
        {
            BestEntry(symbols[candidates[i]], out var entry);
            (best, confidence) =
                entry.Signal.Confidence > confidence ? (i, entry.Signal.Confidence) : (best, confidence);
        }

        return best;
    }
}
