using System.Text.Json;

namespace AgentTrader.Dashboard.Tests;

/// <summary>What a <see cref="FakeApi"/> says to one request. A null answer is none: the request hangs.</summary>
public sealed record FakeAnswer(int Status, string Body)
{
    public static FakeAnswer Json(object body, int status = 200) =>
        new(status, JsonSerializer.Serialize(body, JsonSerializerOptions.Web));

    public static FakeAnswer Page(params IReadOnlyList<object> items) =>
        Json(new { items, nextPageToken = (string?)null });

    public static FakeAnswer Problem(
        int status,
        string detail,
        Dictionary<string, string[]>? errors = null,
        string type = "/problems/test"
    ) =>
        Json(
            new
            {
                type,
                title = "Refused",
                status,
                detail,
                correlationId = "c0ffee",
                errors,
            },
            status
        );
}
