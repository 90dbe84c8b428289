using AgentTrader.Core.Trading.Rules;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>How an entry is made in steps (document 5, requirement 11).</summary>
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

    private void Continue(EntryPlan plan, in SymbolView view)
    {
        var part = plan.Quantity / plan.Tranches;
        var entry = EntryOf(plan, view);
        if (WhyNot(plan, entry, view, part, out var quantity) is { } why)
        {
            CancelPlan(plan.Symbol, why);
            return;
        }

        var index = Book.Engine.Plans.IndexOf(plan);
        var next = plan with
        {
            Quantity = plan.Quantity - part,
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
            entry.Signal.Confidence,
            Text(
                IsTold,
                $"Another {quantity:N0} {view.Symbol} at about {view.Ask:0.00##}, the next step of an entry: {Explain(entry, view)}."
            ),
            approvedBy: plan.ApprovedBy
        );
    }

    /// <summary>
    /// What speaks against the next tranche of an entry (requirement 11.4), or null. A position that has outgrown its plan is
    /// only filled up to the largest it may be (requirement 2.3).
    /// </summary>
    private string? WhyNot(EntryPlan plan, Entry entry, in SymbolView view, long planned, out long quantity)
    {
        quantity = 0;
        if (!entry.Signal.IsBuy || entry.Signal.Since != plan.SignalAt)
        {
            return "its signal has turned";
        }

        // The rules say how large the whole position may be.
        entry.Pct = 1;
        foreach (var rule in EntryRule.ForTranches)
        {
            if (rule.Apply(ref this, view, ref entry) is { } reason)
            {
                return Because(reason);
            }
        }

        var held = PlaceOf(plan.Symbol) is >= 0 and var position ? ValueOf(position) : 0;
        quantity = Math.Min(planned, WholeSharesRule.Shares(PartOfPool(entry.Pct) - held, view.Ask));
        return quantity == 0 ? "the position is as large as it may be"
            : Math.Abs(view.Ask - plan.Price) > Money.ToPrice(view.Features.DailyAtr) ? "the price has run away"
            : Money.ToCents(view.Ask * quantity) + Fees.Flat > Cash + plan.Cost ? "the cash does not pay for it"
            : null;
    }

    /// <summary>In how many steps an entry is made (requirement 11.3); each has a share at least.</summary>
    private readonly int Tranches(in Entry entry, decimal price)
    {
        var threshold = Math.Min(Config.GradualEntryAmount, ActivePool * Config.GradualEntryPct);
        return price * entry.Quantity > threshold ? (int)Math.Min(Config.Tranches, entry.Quantity) : 1;
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
}
