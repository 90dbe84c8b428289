using System.Diagnostics;
using System.Globalization;
using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;

namespace AgentTrader.Benchmarks;

/// <summary>
/// What oversight adds to a trade that it lets pass: the facts from a book of twenty positions and the symbol's last bars, and
/// the rules over them. The floor reads the same bars and the same bounds once, without a rule.
/// </summary>
internal static class TriggerEvaluation
{
    private const int Repeated = 2_000;
    private const int Held = 20;
    private static readonly DateTimeOffset At = new(2025, 3, 3, 15, 0, 0, TimeSpan.Zero);

    public static Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        var (book, bars, order) = (Book(), Bars(), Order("SPY", 10));
        foreach (var (name, rules) in new[] { ("default rules", OversightRules.Default), ("most rules", Most()) })
        {
            var (ours, floor) = (new Samples(), new Samples());
            for (var i = 0; i < Repeated; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var facts = TradeFacts.Of(order, book, 500m, _ => 100m, UnusualRange.Of(bars));
                var stopped = rules.Stop(facts, Money.MaxBudget);
                ours.Add(Stopwatch.GetElapsedTime(started));
                started = Stopwatch.GetTimestamp();
                var exceeded = Floor(rules, bars);
                floor.Add(Stopwatch.GetElapsedTime(started));
                if (stopped is not null || exceeded)
                {
                    throw new InvalidOperationException("The benchmark's trade is one that no rule stops.");
                }
            }

            Console.WriteLine($"triggers, {name, -13} {Text(ours)} (goal below 1,000 µs)");
            Console.WriteLine($"  its floor            {Text(floor)}");
        }

        return Task.FromResult(true);
    }

    private static string Text(Samples samples) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {samples.Median * 1000:0.0} µs, p95 {samples.Percentile(95) * 1000:0.0} µs, p99 {samples.Percentile(99) * 1000:0.0} µs"
        );

    private static bool Floor(OversightRules rules, Bar[] bars)
    {
        var range = 0.0;
        foreach (var bar in bars)
        {
            range += bar.High - bar.Low;
        }

        return range < 0 || rules.Rules.Any(rule => Exceeded(rule.When, 0m));
    }

    private static bool Exceeded(Trigger trigger, decimal value) =>
        trigger.Of is { } joined ? joined.Any(each => Exceeded(each, value)) : value > (trigger.Bound ?? 1m);

    /// <summary>As many rules as an agent may have, each of as many triggers as it may join, none of which fires.</summary>
    private static OversightRules Most() =>
        new()
        {
            Rules =
            [
                .. Enumerable
                    .Range(0, OversightRulesCheck.MaxRules)
                    .Select(i => new OversightRule($"Rule {i}", Joined(OversightRulesCheck.MaxTriggers - 1))),
            ],
        };

    private static Trigger Joined(int count)
    {
        Trigger[] kinds =
        [
            new(TriggerKind.Value, 1_000_000m),
            new(TriggerKind.Concentration, 100m),
            new(TriggerKind.Volatility, 100m),
            new(TriggerKind.Confidence, 0.01m),
        ];
        return new(TriggerKind.Any, Of: [.. Enumerable.Range(0, count).Select(i => kinds[i % kinds.Length])]);
    }

    private static Book Book()
    {
        var book = Core.Trading.Book.Open(Money.MaxBudget).Activate();
        for (var i = 0; i < Held; i++)
        {
            var order = Order(Universe.Symbols[i], 10);
            book = book.Apply(order, new Fill(order.TradeId, 100m, order.Quantity, Fees.For(order), At, At)).Book;
        }

        return book;
    }

    private static Order Order(string symbol, long quantity) =>
        new()
        {
            TradeId = EntityId.Derive("trd", At, symbol),
            AgentId = EntityId.Derive("agt", At, "bench"),
            Symbol = symbol,
            Action = TradeAction.Buy,
            Quantity = quantity,
            Confidence = 0.9,
            SubmittedAt = At,
        };

    private static Bar[] Bars() =>
        [
            .. Enumerable
                .Range(0, UnusualRange.Bars)
                .Select(i => new Bar(At.AddMinutes(i), At.AddMinutes(i + 1), 100, 101, 99, 100, 1_000)),
        ];
}
