using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// What Slack gives an app with each interaction: a trigger that opens one form within three seconds, and an address to
/// answer at for half an hour. Both say themselves whose they are, and are sealed, so that any host of the instance knows them.
/// </summary>
internal sealed class Permits(string secret, TimeProvider clock)
{
    private static readonly TimeSpan TriggerLifetime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerLifetime = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> exchanged = new();

    public string Trigger(string user) => Sealed("trigger", user, "-", clock.GetUtcNow() + TriggerLifetime);

    /// <summary>Whose form may be opened; or why none may.</summary>
    public (string? User, string? Error) Exchange(string trigger)
    {
        if (Open("trigger", trigger) is not var (user, _, until))
        {
            return (null, "invalid_trigger_id");
        }

        if (until < clock.GetUtcNow())
        {
            return (null, "expired_trigger_id");
        }

        foreach (var old in exchanged.Where(old => old.Value < clock.GetUtcNow()))
        {
            exchanged.TryRemove(old);
        }

        return exchanged.TryAdd(trigger, until) ? (user, null) : (null, "exchanged_trigger_id");
    }

    public string Answer(string user, string channel) =>
        Sealed("answer", user, channel, clock.GetUtcNow() + AnswerLifetime);

    /// <summary>To whom an answer goes, and where; null when the address is none, or not any more.</summary>
    public (string User, string Channel)? Answering(string permit) =>
        Open("answer", permit) is var (user, channel, until) && until >= clock.GetUtcNow() ? (user, channel) : null;

    private string Sealed(string kind, string user, string channel, DateTimeOffset until)
    {
        var nonce = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{until.ToUnixTimeMilliseconds()}.{user}.{channel}.{nonce}"
        );
        return $"{text}.{Mac(kind, text)}";
    }

    private (string User, string Channel, DateTimeOffset Until)? Open(string kind, string permit)
    {
        var dot = permit.LastIndexOf('.');
        var right =
            dot > 0
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(permit[(dot + 1)..]),
                Encoding.UTF8.GetBytes(Mac(kind, permit[..dot]))
            );
        if (!right)
        {
            return null;
        }

        var parts = permit.Split('.');
        var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
        return (parts[1], parts[2], until);
    }

    private string Mac(string kind, string text) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{kind}|{text}"))
        )[..32];
}
