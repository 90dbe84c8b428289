using AgentTrader.Services.Identity;
using AgentTrader.Services.Notifications.Slack;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Identity;

/// <summary>Removes what has run out: kept answers, logins, failed attempts. Once an hour, away from the full one.</summary>
public sealed class ForgetExpired(
    IdempotencyStore requests,
    RefreshTokens logins,
    AttemptLimiter attempts,
    SlackLinks slackLinks,
    SlackGate slackGate,
    ILogger<ForgetExpired> logger
)
{
    [Function(nameof(ForgetExpired))]
    public async Task Run([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var answers = await requests.SweepAsync(cancellationToken);
        var ended = await logins.SweepAsync(cancellationToken);
        var old = await attempts.SweepAsync(cancellationToken);
        var codes = await slackLinks.SweepAsync(cancellationToken);
        var seen = await slackGate.SweepAsync(cancellationToken);
        logger.LogInformation(
            "Removed {Answers} answers, {Logins} logins, {Attempts} attempts, {Codes} codes and {Seen} requests of Slack.",
            answers,
            ended,
            old,
            codes,
            seen
        );
    }
}
