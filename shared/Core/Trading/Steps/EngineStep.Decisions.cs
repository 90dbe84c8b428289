using System.Collections.Immutable;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Lots;
using AgentTrader.Core.Trading.Signals;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>How decisions and orders are written down.</summary>
internal ref partial struct EngineStep
{
    /// <summary>Notes a signal that is let pass, once for each reason.</summary>
    private void Skip(in SymbolView view, in Entry entry, SkipReason reason)
    {
        if (
            Book.HandledOf(view.Symbol, entry.Signal.Kind) is { } handled
            && handled.SkipReason == reason
            && handled.SignalAt == entry.Signal.Since
        )
        {
            return;
        }

        Handle(view.Symbol, entry.Signal, reason);
        if (entry.Recommendation is { } recommendation && !Passes(reason))
        {
            Use(recommendation);
        }

        Decide(
            view,
            entry,
            TriggerOf(entry),
            reason,
            Text(IsTold, $"Let {view.Symbol} pass: {Explain(entry, view)}; but {Because(reason)}.")
        );
    }

    private static DecisionTrigger TriggerOf(in Entry entry) =>
        entry.Recommendation is null ? DecisionTrigger.Signal : DecisionTrigger.Recommendation;

    private Decision Decide(
        in SymbolView view,
        in Entry entry,
        DecisionTrigger trigger,
        SkipReason? reason,
        string sentence
    )
    {
        // Before its first bar a symbol has none that ended.
        var barEnd = view.Features.Last.End > DateTimeOffset.UnixEpoch ? view.Features.Last.End : Now;
        var signal = entry.Signal;
        var outcome = reason is null ? DecisionOutcome.Act : DecisionOutcome.Skip;
        var action =
            trigger is DecisionTrigger.Signal or DecisionTrigger.Recommendation && signal.IsBuy
                ? TradeAction.Buy
                : TradeAction.Sell;
        var id = EntityId.Derive(
            "dec",
            barEnd,
            Text(
                $"{input.AgentId}|{view.Symbol}|{Now:O}|{action}|{trigger}|{signal.Kind}|{signal.Since:O}|{outcome}|{reason}{entry.Recommendation?.RecommendationId}"
            )
        );
        var decision = new Decision
        {
            DecisionId = id,
            AgentId = input.AgentId,
            Symbol = view.Symbol,
            Action = action,
            Trigger = trigger,
            Outcome = outcome,
            SkipReason = reason,
            RecommendationId = entry.Recommendation?.RecommendationId,
            TradeId = reason is null ? EntityId.Derive("trd", input.WallTime, id) : null,
            Signal = signal.Kind,
            Confidence = signal.Confidence,
            Quantity = entry.Quantity,
            Price = action == TradeAction.Buy ? view.Ask : view.Bid,
            RiskTier = Tier,
            ActivePool = ActivePool,
            ReservePool = Book.ReservePool,
            PortfolioHeat = Heat(),
            Correlation = double.IsNaN(entry.Correlation) ? null : entry.Correlation,
            SectorExposure = double.IsNaN(entry.SectorExposure) ? null : entry.SectorExposure,
            EarningsNear = entry.EarningsNear,
            CircuitBreaker = IsHalted
                ? string.Join(", ", Book.Engine.Breakers.Select(breaker => Word(breaker.Kind)))
                : "",
            WashSaleRisk = IsWashSaleRisk(view, action, entry.Quantity),
            SignalAt = signal.Since,
            BarEnd = barEnd,
            MarketTime = Now,
            Reasoning = sentence,
        };
        (decisions ??= ImmutableArray.CreateBuilder<Decision>()).Add(decision);
        return decision;
    }

    /// <summary>Whether a purchase follows a loss, or a sale at a loss a purchase, closely (requirement 12.2).</summary>
    private readonly bool IsWashSaleRisk(in SymbolView view, TradeAction action, long quantity) =>
        action == TradeAction.Buy
            ? TaxLots.ReplacedBy(Book.Engine.LossSales, view.Symbol, Now) is not null
            : Book.PositionIn(view.Symbol) is { } position
                && view.Bid < position.AverageCost
                && (
                    view.Recommendation is { Action: RecommendationAction.Buy } pending && pending.IsOpenAt(Now)
                    || TaxLots.KeepsReplacement(Book.Lots, view.Symbol, quantity, Now)
                );

    private void Buy(
        in SymbolView view,
        string tradeId,
        string decisionId,
        long quantity,
        double confidence,
        string reasoning,
        long? planned = null,
        string? approvedBy = null
    )
    {
        Send(
            new Order
            {
                TradeId = tradeId,
                AgentId = input.AgentId,
                Symbol = view.Symbol,
                Action = TradeAction.Buy,
                Quantity = quantity,
                PlannedQuantity = planned,
                DecisionId = decisionId,
                Confidence = confidence,
                Reasoning = reasoning,
                SubmittedAt = input.WallTime,
                EstimatedPrice = view.Ask,
                ApprovedBy = approvedBy,
            }
        );
        Cash -= Money.ToCents(view.Ask * quantity) + Fees.Flat;
    }

    private void Sell(
        int position,
        long quantity,
        DecisionTrigger trigger,
        double confidence,
        SignalKind kind,
        string sentence,
        Recommendation? recommendation = null
    )
    {
        ref readonly var view = ref symbols[viewOf[position]];
        var since =
            kind != SignalKind.Recommendation ? view.Features.Of(kind).Since
            : view.Recommendation is { } open && open.IsOpenAt(Now) ? open.CreatedAt
            : Now;
        var entry = EntryOf(new Signal(kind, false, confidence, since)) with
        {
            Recommendation = recommendation,
            Quantity = Math.Min(quantity, Order.MaxQuantity),
        };
        var decision = Decide(view, entry, trigger, null, sentence);
        Send(
            new Order
            {
                TradeId = decision.TradeId!,
                AgentId = input.AgentId,
                Symbol = view.Symbol,
                Action = TradeAction.Sell,
                Quantity = entry.Quantity,
                DecisionId = decision.DecisionId,
                Confidence = confidence,
                Protective = !IsByChoice(trigger),
                Reasoning = sentence,
                SubmittedAt = input.WallTime,
                EstimatedPrice = view.Bid,
            }
        );
    }

    private static bool IsByChoice(DecisionTrigger trigger) =>
        trigger
            is DecisionTrigger.Signal
                or DecisionTrigger.Rebalance
                or DecisionTrigger.Replacement
                or DecisionTrigger.Recommendation;

    private void Send(Order order) => (orders ??= ImmutableArray.CreateBuilder<Order>()).Add(order);

    private void Handle(string symbol, in Signal signal, SkipReason? reason) =>
        Book = Book.Handle(
            new HandledSignal(
                symbol,
                signal.Kind,
                signal.IsBuy ? TradeAction.Buy : TradeAction.Sell,
                signal.Since,
                signal.Confidence,
                Now,
                reason
            )
        );

    private readonly string Because(SkipReason reason) =>
        reason switch
        {
            SkipReason.InsufficientConfidence => Text(
                $"its confidence is below the {Parameters.MinConfidence:0.00} that the {Word(Tier)} tier asks for"
            ),
            SkipReason.OutsideTradingHours => "it is outside the agent's trading hours",
            SkipReason.NoPrice => "its last price is not of today",
            SkipReason.OutsideTradingWindow => Text(
                $"it is the first or last {Config.WindowMargin.TotalMinutes:0} minutes of the session"
            ),
            SkipReason.Rejected => "a person said no to it lately",
            SkipReason.ReEntryBan => "it lost too much lately to be entered again",
            SkipReason.ActivePoolTooSmall => Text($"the active pool is below {Config.MinActivePool:N2}"),
            SkipReason.BroadDecline => "most positions are falling",
            SkipReason.EarningsBlackout => "it reports earnings at once",
            SkipReason.PositionLimit => Text(
                $"{Config.MaxOpenPositions} positions are open, as many as the agent keeps"
            ),
            SkipReason.MicroLimit => Text(
                $"there were {Config.MicroMaxPerDay} micro-trades today, as many as there may be"
            ),
            SkipReason.PortfolioHeat => Text(
                $"{heat:N2} would be lost if every stop were hit, too much for the {Word(Tier)} tier"
            ),
            SkipReason.Correlation => "it moves too much like what is held",
            SkipReason.SectorLimit => "its sector has as much of the portfolio as it may",
            SkipReason.CircuitBreaker => "a circuit breaker is open",
            SkipReason.AlreadyHeld => "it is held, or being bought, already",
            SkipReason.NoPosition => "none is held to be sold",
            SkipReason.PositionTooSmall => "the position would be smaller than one share",
            SkipReason.NotWorthItsFees => Text(
                $"so few shares would not win the {2 * Fees.Flat:N2} that their purchase and sale cost"
            ),
            _ => Text($"the cash left, {Cash:N2}, does not pay for a share"),
        };
}
