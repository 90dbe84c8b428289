using System.Net;
using System.Text.Json.Nodes;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Notifications;

/// <summary>The client over a Slack that answers as the test says, on the test's clock.</summary>
public sealed class SlackClientTests : IDisposable
{
    private const string Posted = """{"ok":true,"channel":"C1","ts":"1.000001"}""";
    private static readonly SlackSettings Settings = new(
        "xoxb-test",
        "secret",
        new Uri("https://slack.example/api/"),
        "#approvals",
        null,
        new Dictionary<string, string>()
    );

    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private readonly FakeSlack slack;
    private readonly SlackClient client;

    public SlackClientTests()
    {
        slack = new FakeSlack(clock);
        client = new SlackClient(Settings, slack, clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        slack.Dispose();
    }

    [Fact]
    public async Task A_call_carries_the_token_and_its_answer_names_the_message()
    {
        slack.Answers.Enqueue(() => FakeSlack.Json(Posted));
        Assert.Equal(new SlackMessage("C1", "1.000001"), await PostAsync());
        var (address, token, body) = Assert.Single(slack.Calls);
        Assert.Equal(("https://slack.example/api/chat.postMessage", "Bearer xoxb-test"), (address, token));
        Assert.Equal("#approvals", (string?)JsonNode.Parse(body)!["channel"]);
    }

    [Fact]
    public async Task After_429_it_waits_as_long_as_Slack_says_and_no_shorter()
    {
        slack.Answers.Enqueue(() => FakeSlack.Limited(seconds: 7));
        slack.Answers.Enqueue(() => FakeSlack.Json(Posted));
        var sent = PostAsync();
        await WaitForTimerAsync();
        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(slack.Calls);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await sent;
        Assert.Equal(TimeSpan.FromSeconds(7), slack.Times[1] - slack.Times[0]);
    }

    [Fact]
    public async Task A_wait_that_an_approval_cannot_afford_is_a_failure()
    {
        slack.Answers.Enqueue(() => FakeSlack.Limited(seconds: 600));
        await Assert.ThrowsAsync<SlackException>(PostAsync);
        Assert.Single(slack.Calls);
    }

    [Fact]
    public async Task A_broken_answer_is_tried_again_and_a_refusal_is_not()
    {
        slack.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.BadGateway));
        slack.Answers.Enqueue(() => throw new HttpRequestException("The line is cut."));
        slack.Answers.Enqueue(() => FakeSlack.Json(Posted));
        await using (clock.Run())
        {
            await PostAsync();
        }

        Assert.Equal(3, slack.Calls.Count);
        slack.Answers.Enqueue(() => FakeSlack.Json("""{"ok":false,"error":"channel_not_found"}"""));
        var refused = await Assert.ThrowsAsync<SlackException>(PostAsync);
        Assert.Equal(("channel_not_found", 4), (refused.Error, slack.Calls.Count));
    }

    [Fact]
    public async Task After_five_failures_nothing_is_called_for_half_a_minute()
    {
        for (var failure = 0; failure < SlackClient.BreakAfter; failure++)
        {
            slack.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
            await Assert.ThrowsAsync<SlackException>(OpenFormAsync);
        }

        Assert.Equal(SlackClient.BreakAfter, slack.Calls.Count);
        await Assert.ThrowsAsync<SlackException>(OpenFormAsync);
        await Assert.ThrowsAsync<SlackException>(PostAsync);
        Assert.Equal(SlackClient.BreakAfter, slack.Calls.Count);

        clock.Advance(SlackClient.BreakDuration);
        slack.Answers.Enqueue(() => FakeSlack.Json(Posted));
        await PostAsync();
        Assert.Equal(SlackClient.BreakAfter + 1, slack.Calls.Count);
    }

    [Fact]
    public async Task A_form_is_tried_once_because_its_trigger_lives_three_seconds()
    {
        slack.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        await Assert.ThrowsAsync<SlackException>(OpenFormAsync);
        Assert.Single(slack.Calls);
    }

    [Theory]
    [InlineData("https://evil.example/api/answer")]
    [InlineData("http://hooks.slack.com/commands/1")]
    [InlineData("https://hooks.slack.com.evil.example/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    public async Task An_answer_goes_to_Slack_and_nowhere_else(string address)
    {
        await Assert.ThrowsAsync<SlackException>(() => client.AnswerAsync(address, "Hello", Cancel));
        Assert.Empty(slack.Calls);
    }

    [Fact]
    public async Task An_answer_to_a_command_carries_no_token()
    {
        slack.Answers.Enqueue(() => FakeSlack.Json("ok"));
        await client.AnswerAsync("https://hooks.slack.com/commands/1", "Hello", Cancel);
        Assert.Null(Assert.Single(slack.Calls).Token);
    }

    private Task<SlackMessage> PostAsync() => client.PostAsync("#approvals", "Hello", null, null, Cancel);

    private Task OpenFormAsync() => client.OpenFormAsync("trigger", new JsonObject(), Cancel);

    private async Task WaitForTimerAsync()
    {
        // The timeout of the try that ended is gone, so what waits is the pause before the next.
        await Eventually.GetAsync(
            () => Task.FromResult((slack.Calls.Count, clock.PendingTimers)),
            seen => seen is (1, 1)
        );
    }

    private sealed class FakeSlack(TimeProvider clock) : HttpMessageHandler
    {
        public Queue<Func<HttpResponseMessage>> Answers { get; } = new();

        public List<(string Address, string? Token, string Body)> Calls { get; } = [];

        public List<DateTimeOffset> Times { get; } = [];

        public static HttpResponseMessage Json(string json) => new() { Content = new StringContent(json) };

        public static HttpResponseMessage Limited(int seconds) =>
            new(HttpStatusCode.TooManyRequests)
            {
                Content = new StringContent("""{"ok":false,"error":"ratelimited"}"""),
                Headers = { RetryAfter = new(TimeSpan.FromSeconds(seconds)) },
            };

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Calls.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body));
            Times.Add(clock.GetUtcNow());
            return Answers.Dequeue()();
        }
    }
}
