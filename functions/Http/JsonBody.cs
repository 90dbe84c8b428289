using System.Text.Json;
using System.Text.Unicode;
using AgentTrader.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AgentTrader.Functions.Http;

/// <summary>Reads a request's JSON body strictly, and names everything that is wrong with it at once.</summary>
public static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = ApiJson.MaxDepth,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>The body as a value of <typeparamref name="T"/>.</summary>
    /// <exception cref="ProblemException">400 with every failing field, or with why the body is no JSON; 413 when it is too large.</exception>
    public static async Task<T> ReadBodyAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
    {
        RequireJson(request);
        return Parse<T>(await request.ReadBytesAsync(cancellationToken));
    }

    /// <summary>Reads bytes as <see cref="ReadBodyAsync"/> does.</summary>
    internal static T Parse<T>(byte[] body)
    {
        using var document = ParseDocument(body);
        var errors = JsonShape.Check(document.RootElement, typeof(T));
        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }

        return document.RootElement.Deserialize<T>(ApiJson.Options) ?? throw Malformed("The body must not be null.");
    }

    private static JsonDocument ParseDocument(byte[] body)
    {
        if (body.Length == 0)
        {
            throw Malformed("The body is empty: send a JSON object.");
        }

        if (!Utf8.IsValid(body))
        {
            throw Malformed("The body is not valid UTF-8: send JSON in UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (InvalidOperationException)
        {
            // A member's name with half a surrogate pair, met while looking for repeated names.
            throw Malformed("The body names a member by what is no text: correct the name and send it again.");
        }
        catch (JsonException exception)
        {
            throw Malformed(
                $"The body is not well-formed JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}; "
                    + $"members may not repeat, nesting ends at {ApiJson.MaxDepth}): correct it and send it again."
            );
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        var valid =
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (
                !type.Charset.HasValue
                || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            );
        if (!valid)
        {
            throw Malformed("Send the body as JSON in UTF-8, with the header 'Content-Type: application/json'.");
        }
    }

    private static ProblemException Malformed(string detail) =>
        new(400, "/problems/malformed-body", "Malformed body", detail);
}
