using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// Slack's Web API. A call that fails by itself is tried again, after what <c>Retry-After</c> says where Slack says it; after
/// five failures without a success no call is made for half a minute, so that whoever has another way takes it at once.
/// See https://docs.slack.dev/apis/web-api.
/// </summary>
public sealed class SlackClient : IDisposable
{
    /// <summary>A longer wait than this is no wait but a failure: the approval has only ten minutes.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>How long the breaker stays open.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(30);

    /// <summary>Failures after which it opens.</summary>
    public const int BreakAfter = 5;

    private const int MaxAnswer = 1024 * 1024;
    private const int Retries = 2;
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(3);
    private readonly HttpClient http;
    private readonly SlackSettings settings;
    private readonly ResiliencePipeline<Answer> patient;
    private readonly ResiliencePipeline<Answer> once;

    /// <param name="settings">The workspace.</param>
    /// <param name="handler">What carries the requests.</param>
    /// <param name="clock">Measures waits.</param>
    public SlackClient(SlackSettings settings, HttpMessageHandler handler, TimeProvider clock)
    {
        this.settings = settings;
        http = new HttpClient(handler)
        {
            MaxResponseContentBufferSize = MaxAnswer,
            // The pipeline's own timeouts count.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        once = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<Answer>
                {
                    FailureRatio = 1,
                    MinimumThroughput = BreakAfter,
                    SamplingDuration = TimeSpan.FromSeconds(60),
                    BreakDuration = BreakDuration,
                    ShouldHandle = static given => ValueTask.FromResult(IsBroken(given.Outcome)),
                }
            )
            .AddTimeout(TryTimeout)
            .Build();
        patient = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions<Answer>
                {
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(500),
                    UseJitter = true,
                    ShouldHandle = static given =>
                        ValueTask.FromResult(IsBroken(given.Outcome) || MayComeAgain(given.Outcome.Result)),
                    DelayGenerator = static given => ValueTask.FromResult(given.Outcome.Result?.RetryAfter),
                }
            )
            .AddPipeline(once)
            .Build();
    }

    /// <summary>Posts a message, in a thread where one is named.</summary>
    /// <param name="channel">An id or a #name.</param>
    /// <param name="text">For notifications and screen readers; made safe here.</param>
    /// <param name="blocks">What is shown; null for the text alone.</param>
    /// <param name="thread">The timestamp of the message that this answers.</param>
    /// <exception cref="SlackException">Slack is down or says no.</exception>
    public async Task<SlackMessage> PostAsync(
        string channel,
        string text,
        JsonArray? blocks,
        string? thread,
        CancellationToken cancellationToken
    )
    {
        var body = Message(channel, text, blocks);
        if (thread is not null)
        {
            body["thread_ts"] = thread;
        }

        var answer = await CallAsync("chat.postMessage", body, patient, cancellationToken);
        return new(answer.GetProperty("channel").GetString()!, answer.GetProperty("ts").GetString()!);
    }

    /// <summary>Puts new content in place of a message's.</summary>
    /// <exception cref="SlackException">Slack is down or says no.</exception>
    public async Task UpdateAsync(
        SlackMessage message,
        string text,
        JsonArray blocks,
        CancellationToken cancellationToken
    )
    {
        var body = Message(message.Channel, text, blocks);
        body["ts"] = message.Timestamp;
        await CallAsync("chat.update", body, patient, cancellationToken);
    }

    /// <summary>Says something to one user only.</summary>
    /// <exception cref="SlackException">Slack is down or says no.</exception>
    public async Task TellPrivatelyAsync(
        string channel,
        string userId,
        string text,
        CancellationToken cancellationToken
    )
    {
        var body = Message(channel, text, null);
        body["user"] = userId;
        await CallAsync("chat.postEphemeral", body, patient, cancellationToken);
    }

    /// <summary>Opens a form. Tried once: Slack forgets the trigger after three seconds.</summary>
    /// <exception cref="SlackException">Slack is down or says no.</exception>
    public async Task OpenFormAsync(string triggerId, JsonObject form, CancellationToken cancellationToken) =>
        await CallAsync(
            "views.open",
            new JsonObject { ["trigger_id"] = triggerId, ["view"] = form },
            once,
            cancellationToken
        );

    /// <summary>Answers a command, so that only who gave it sees the answer.</summary>
    /// <param name="responseUrl">The address that came with the command.</param>
    /// <exception cref="SlackException">Slack is down or says no, or the address is not Slack's.</exception>
    public async Task AnswerAsync(string responseUrl, string text, CancellationToken cancellationToken)
    {
        const string method = "response_url";
        // Only to Slack: whoever held the signing secret could otherwise make us call anything.
        if (
            !Uri.TryCreate(responseUrl, UriKind.Absolute, out var address)
            || (
                (address.Host, address.Scheme) != (settings.BaseUrl.Host, settings.BaseUrl.Scheme)
                && !(address.Scheme == Uri.UriSchemeHttps && address.Host == "hooks.slack.com")
            )
        )
        {
            throw new SlackException(method, "not an address of Slack");
        }

        var body = new JsonObject
        {
            ["response_type"] = "ephemeral",
            ["replace_original"] = false,
            ["text"] = SlackText.Fit(text, SlackBlocks.MaxSection),
        };
        await SendAsync(method, address, body, patient, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private static JsonObject Message(string channel, string text, JsonArray? blocks)
    {
        var body = new JsonObject
        {
            ["channel"] = channel,
            ["text"] = SlackText.Fit(text, SlackBlocks.MaxSection),
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
        if (blocks is not null)
        {
            // A node has one parent, and a message may go to several channels.
            body["blocks"] = blocks.DeepClone();
        }

        return body;
    }

    private async Task<JsonElement> CallAsync(
        string method,
        JsonObject body,
        ResiliencePipeline<Answer> pipeline,
        CancellationToken cancellationToken
    )
    {
        var answer = await SendAsync(method, new Uri(settings.BaseUrl, method), body, pipeline, cancellationToken);
        return answer is { Error: null, Body.ValueKind: JsonValueKind.Object }
            ? answer.Body
            : throw new SlackException(method, answer.Error);
    }

    private async Task<Answer> SendAsync(
        string method,
        Uri address,
        JsonObject body,
        ResiliencePipeline<Answer> pipeline,
        CancellationToken cancellationToken
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        Answer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(token => TryAsync(address, bytes, token), cancellationToken);
        }
        catch (Exception failure)
            when (failure is HttpRequestException or TimeoutRejectedException or BrokenCircuitException)
        {
            throw new SlackException(method, null, failure);
        }

        return answer.Status is >= 200 and < 300 ? answer : throw new SlackException(method, null);
    }

    private async ValueTask<Answer> TryAsync(Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
            },
        };
        // A response_url carries its own permission, and goes to another host.
        if (settings.BaseUrl.IsBaseOf(address))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.BotToken);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new((int)response.StatusCode, response.Headers.RetryAfter?.Delta, Parse(bytes));
    }

    /// <summary>An object, or nothing where Slack answers with a plain "ok" or a page of its proxy.</summary>
    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static bool IsBroken(Outcome<Answer> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result is { Status: >= 500 }
        || outcome.Result?.Error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout";

    private static bool MayComeAgain(Answer? answer) =>
        (answer?.Status == 429 || answer?.Error == "ratelimited") && (answer.RetryAfter ?? default) <= LongestWait;

    /// <summary>What Slack said to one try.</summary>
    private sealed record Answer(int Status, TimeSpan? RetryAfter, JsonElement Body)
    {
        /// <summary>Slack's word for what was wrong; null when it did what it was asked to.</summary>
        public string? Error { get; } =
            Body.ValueKind == JsonValueKind.Object
            && Body.TryGetProperty("ok", out var ok)
            && ok.ValueKind == JsonValueKind.False
                ? (Body.TryGetProperty("error", out var error) ? error.GetString() : null) ?? "unknown_error"
                : null;
    }
}
