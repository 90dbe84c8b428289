using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AgentTrader.Dashboard.Tests;

/// <summary>
/// An API whose every answer the test chooses, for the states that a healthy server does not show. It answers inside the
/// browser's own network layer; what a test does not choose comes from <see cref="Samples"/>.
/// </summary>
public sealed class FakeApi
{
    private const string Root = "/api/v1";
    private readonly ConcurrentDictionary<string, Func<FakeRequest, FakeAnswer?>> answers = new();
    private readonly ConcurrentQueue<FakeRequest> sent = new();

    public FakeApi()
    {
        On("GET /agents", _ => FakeAnswer.Page(Samples.Agent()));
        On($"GET /agents/{Samples.AgentId}", _ => FakeAnswer.Json(Samples.Agent()));
        On($"GET /agents/{Samples.AgentId}/portfolio", _ => FakeAnswer.Json(Samples.Portfolio()));
        On($"GET /agents/{Samples.AgentId}/trades", _ => FakeAnswer.Page(Samples.Trade()));
        On($"GET /agents/{Samples.AgentId}/trading/decisions", _ => FakeAnswer.Page(Samples.Decision()));
        On("POST /auth/totp/enrol", _ => FakeAnswer.Json(Samples.TotpEnrolment()));
        On("GET /oversight/requests", _ => FakeAnswer.Page(Samples.Request()));
        On("GET /oversight/analytics", _ => FakeAnswer.Json(OversightSamples.Analytics()));
        On(
            "GET /oversight/analytics/what-if",
            asked =>
                FakeAnswer.Json(
                    OversightSamples.WhatIf(asked.Uri.Query.Contains("=100000&", StringComparison.Ordinal) ? 99 : 38)
                )
        );
        On("GET /oversight/approvers", _ => FakeAnswer.Page(OversightSamples.Approvers));
        On("GET /oversight/queue", _ => FakeAnswer.Json(OversightSamples.Queue()));
        On($"GET /agents/{Samples.AgentId}/oversight/rules", _ => FakeAnswer.Json(OversightSamples.Rules()));
        On($"GET /agents/{Samples.AgentId}/oversight/comparison", _ => FakeAnswer.Json(OversightSamples.Comparison()));
        On($"PUT /agents/{Samples.AgentId}/oversight/rules", _ => FakeAnswer.Json(OversightSamples.Rules(1, true)));
        On($"POST /agents/{Samples.AgentId}/oversight/rules/preview", _ => FakeAnswer.Json(OversightSamples.Preview()));
        On("GET /market/status", _ => FakeAnswer.Json(Samples.MarketStatus()));
        On("GET /market/quotes", _ => FakeAnswer.Page(Samples.Quote()));
        On("GET /market/bars", _ => FakeAnswer.Page([.. Samples.Bars()]));
        On("POST /realtime/negotiate", _ => FakeAnswer.Problem(409, "No live updates in this test."));
    }

    /// <summary>Everything that was sent, oldest first.</summary>
    public IReadOnlyList<FakeRequest> Sent => [.. sent];

    /// <summary>Chooses the answer to a method and path, such as <c>GET /agents</c>.</summary>
    public FakeApi On(string operation, Func<FakeRequest, FakeAnswer?> answer)
    {
        answers[operation] = answer;
        return this;
    }

    public Task AttachAsync(IPage page) => page.RouteAsync($"**{Root}/**", AnswerAsync);

    private async Task AnswerAsync(IRoute route)
    {
        var uri = new Uri(route.Request.Url);
        var operation = $"{route.Request.Method} {uri.AbsolutePath[Root.Length..]}";
        var request = new FakeRequest(operation, uri, route.Request.Headers, route.Request.PostData);
        sent.Enqueue(request);
        var answer = answers.TryGetValue(operation, out var choose)
            ? choose(request)
            : FakeAnswer.Problem(404, $"The test has no answer to {operation}.");
        if (answer is not null)
        {
            await route.FulfillAsync(
                new()
                {
                    Status = answer.Status,
                    Body = answer.Body,
                    ContentType = "application/json",
                }
            );
        }
    }
}
