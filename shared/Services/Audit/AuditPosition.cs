using System.Globalization;

namespace AgentTrader.Services.Audit;

/// <summary>How far a listing has come in one shard: the last entry it gave. No partition: nothing yet.</summary>
internal readonly record struct AuditPosition(string? Partition, long Number)
{
    /// <summary>One position a shard, as <see cref="Join"/> wrote them; null begins.</summary>
    /// <exception cref="ProblemException">400: the text is none of ours.</exception>
    public static AuditPosition[] ParseAll(string? continuation)
    {
        if (continuation is null)
        {
            return new AuditPosition[AuditChain.Shards];
        }

        var parts = continuation.Split(';');
        return parts.Length == AuditChain.Shards ? Array.ConvertAll(parts, Parse) : throw Refused();
    }

    public static string Join(AuditPosition[] positions) =>
        string.Join(';', positions.Select(at => at.Partition is null ? "" : $"{at.Partition}/{at.Number}"));

    private static AuditPosition Parse(string text)
    {
        if (text.Length == 0)
        {
            return default;
        }

        var slash = text.LastIndexOf('/');
        return
            slash > 0
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new AuditPosition(text[..slash], n)
            : throw Refused();
    }

    private static ProblemException Refused() =>
        ProblemException.Invalid("pageToken", "This is no page token of this list: begin without one.");
}
