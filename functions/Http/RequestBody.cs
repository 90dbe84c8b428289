using AgentTrader.Services;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Http;

/// <summary>The bytes of a request's body, read once and kept with the request, because more than one step needs them.</summary>
public static class RequestBody
{
    /// <summary>The largest body, in bytes; a larger one is refused with 413.</summary>
    public const int MaxLength = 1024 * 1024;

    private static readonly object Key = new();

    /// <summary>The whole body; empty when there is none.</summary>
    public static async Task<byte[]> ReadBytesAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Items.TryGetValue(Key, out var kept))
        {
            return (byte[])kept!;
        }

        RefuseLarge(request.ContentLength ?? 0);
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            RefuseLarge(buffer.Length + read);
            buffer.Write(chunk, 0, read);
        }

        var bytes = buffer.ToArray();
        request.HttpContext.Items[Key] = bytes;
        return bytes;
    }

    /// <summary>Refuses a length above the limit.</summary>
    internal static void RefuseLarge(long length, int maxLength = MaxLength)
    {
        if (length > maxLength)
        {
            throw new ProblemException(
                413,
                "/problems/body-too-large",
                "Body too large",
                $"A request's body may hold at most {maxLength} bytes: send less."
            );
        }
    }
}
