using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AgentTrader.Services;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Http;

/// <summary>
/// The <c>pageSize</c> and <c>pageToken</c> of lists. A token holds the storage's continuation and a checksum over it and the
/// path and filters it was made for, so a damaged token, or one of another list, is refused instead of giving a wrong page.
/// </summary>
public static class Paging
{
    public const int MaxSize = 100;
    public const int DefaultSize = 50;
    private const int ChecksumLength = 8;

    /// <summary>The query parameters that a paged list reads.</summary>
    public const string SizeName = "pageSize";

    /// <inheritdoc cref="SizeName"/>
    public const string TokenName = "pageToken";

    /// <summary>Answers with the page that a request asks of a list, which is given the size and the storage's continuation token.</summary>
    /// <exception cref="ProblemException">400: the size or the token is none.</exception>
    public static async Task<IResult> PageAsync<T>(
        this HttpRequest request,
        Func<int, string?, Task<(IReadOnlyList<T> Items, string? Next)>> list
    )
    {
        var (items, next) = await list(request.PageSize(), request.Continuation());
        return ApiResult.Ok(request.ToPage(items, next));
    }

    /// <summary>1 to 100, 50 when not given.</summary>
    public static int PageSize(this HttpRequest request) => request.QueryNumber(SizeName, 1, MaxSize) ?? DefaultSize;

    /// <summary>The storage's continuation token to go on from; null for the first page.</summary>
    public static string? Continuation(this HttpRequest request)
    {
        if (request.QueryText(TokenName, 4096) is not { } token)
        {
            return null;
        }

        if (Base64Url.IsValid(token))
        {
            var bytes = Base64Url.DecodeFromChars(token);
            if (bytes.Length > ChecksumLength)
            {
                var continuation = Encoding.UTF8.GetString(bytes.AsSpan(ChecksumLength));
                if (Checksum(request, continuation).SequenceEqual(bytes.AsSpan(0, ChecksumLength)))
                {
                    return continuation;
                }
            }
        }

        throw ProblemException.Invalid(
            TokenName,
            "This is no page token of this list: send the 'nextPageToken' of the last page, with the same filters."
        );
    }

    /// <summary>Makes the page; the storage's continuation token is null or empty after the last.</summary>
    public static Page<T> ToPage<T>(this HttpRequest request, IReadOnlyList<T> items, string? continuation) =>
        new(
            items,
            string.IsNullOrEmpty(continuation)
                ? null
                : Base64Url.EncodeToString([
                    .. Checksum(request, continuation),
                    .. Encoding.UTF8.GetBytes(continuation),
                ])
        );

    private static ReadOnlySpan<byte> Checksum(HttpRequest request, string continuation)
    {
        var filters = request
            .Query.Where(pair => pair.Key is not (SizeName or TokenName))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}");
        var text = $"{request.Path}?{string.Join('&', filters)}\n{continuation}";
        return SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, ChecksumLength);
    }
}
