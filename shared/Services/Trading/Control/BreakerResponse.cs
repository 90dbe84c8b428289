using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Control;

/// <summary>A circuit breaker that is open.</summary>
/// <param name="Reason">In words, with the figures.</param>
/// <param name="At">Market time at which it tripped.</param>
/// <param name="Until">Market time at which trading goes on.</param>
/// <param name="CooldownSeconds">Market time until then.</param>
/// <param name="Threshold">The limit: a part of 1, percent or a count, by kind.</param>
/// <param name="Actual">What it was, in the same unit.</param>
public sealed record BreakerResponse(
    CircuitBreakerKind Kind,
    string Reason,
    DateTimeOffset At,
    DateTimeOffset Until,
    long CooldownSeconds,
    double Threshold,
    double Actual
)
{
    /// <summary>The breakers of a book that are open; one whose time is over is closed, though the engine has not said so yet.</summary>
    public static IReadOnlyList<BreakerResponse> OpenIn(Book book, DateTimeOffset marketTime) =>
        [
            .. book
                .Engine.Breakers.Where(breaker => breaker.Until > marketTime)
                .Select(breaker => new BreakerResponse(
                    breaker.Kind,
                    ReasonOf(breaker),
                    breaker.At,
                    breaker.Until,
                    (long)Math.Ceiling((breaker.Until - marketTime).TotalSeconds),
                    breaker.Threshold,
                    breaker.Actual
                )),
        ];

    private static string ReasonOf(CircuitBreaker breaker) =>
        breaker.Kind switch
        {
            CircuitBreakerKind.DailyLoss => FormattableString.Invariant(
                $"The portfolio lost {100 * breaker.Actual:0.0} percent within the day, more than {100 * breaker.Threshold:0.0}."
            ),
            CircuitBreakerKind.Volatility => FormattableString.Invariant(
                $"The market's yearly volatility is {breaker.Actual:0.0} percent, more than {breaker.Threshold:0.0}."
            ),
            _ => FormattableString.Invariant(
                $"{breaker.Actual:0} stops were hit shortly after each other, more than {breaker.Threshold:0}."
            ),
        };
}
