using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentTrader.Testing;

namespace AgentTrader.Emulator.Tests.Slack;

/// <summary>The workspace answers and asks as Slack does.</summary>
public sealed class SlackWorkspaceTests(AzuriteFixture azurite)
{
    private const string Channel = SlackWorkspace.Approvals;

    private static readonly object[] Button =
    [
        new
        {
            type = "actions",
            elements = new[]
            {
                new
                {
                    type = "button",
                    text = new { type = "plain_text", text = "Yes" },
                    action_id = "yes",
                    value = "42",
                },
            },
        },
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_posted_answered_changed_and_survives_a_restart()
    {
        string ts;
        string instance;
        await using (var slack = await RunningSlack.StartAsync(azurite))
        {
            instance = slack.Instance;
            var posted = await slack.CallAsync(
                "chat.postMessage",
                new { channel = "#trade-approvals", text = "First" }
            );
            ts = posted.GetProperty("ts").GetString()!;
            Assert.Equal(Channel, posted.GetProperty("channel").GetString());
            Assert.Matches(@"^\d{10}\.\d{6}$", ts);
            await slack.CallAsync(
                "chat.postMessage",
                new
                {
                    channel = Channel,
                    text = "Reply",
                    thread_ts = ts,
                }
            );
            await slack.CallAsync(
                "chat.update",
                new
                {
                    channel = Channel,
                    ts,
                    text = "Second",
                }
            );
            slack.Clock.Advance(TimeSpan.FromSeconds(1));
            await slack.CallAsync(
                "chat.postEphemeral",
                new
                {
                    channel = Channel,
                    user = SlackWorkspace.Trader,
                    text = "Psst",
                }
            );
        }

        await using var again = await RunningSlack.StartAsync(azurite, instance);
        Assert.Equal(["Second", "Reply"], Texts(await again.People.MessagesAsync(SlackWorkspace.Approver)));
        Assert.Equal(["Second", "Reply", "Psst"], Texts(await again.People.MessagesAsync(SlackWorkspace.Trader)));
    }

    [Fact]
    public async Task What_Slack_refuses_is_refused_with_Slacks_word()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        var hello = new { channel = Channel, text = "Hello" };
        Assert.Equal("not_authed", await slack.ErrorAsync("chat.postMessage", hello, token: null));
        Assert.Equal("invalid_auth", await slack.ErrorAsync("chat.postMessage", hello, "xoxb-other"));
        Assert.Equal("unknown_method", await slack.ErrorAsync("chat.shout", hello));
        Assert.Equal(
            "channel_not_found",
            await slack.ErrorAsync("chat.postMessage", new { channel = "#no", text = "x" })
        );
        Assert.Equal("no_text", await slack.ErrorAsync("chat.postMessage", new { channel = Channel }));
        Assert.Equal(
            "channel_not_found",
            await slack.ErrorAsync(
                "chat.update",
                new
                {
                    channel = "#trade-approvals",
                    ts = "1.000000",
                    text = "x",
                }
            )
        );
        Assert.Equal(
            "message_not_found",
            await slack.ErrorAsync(
                "chat.update",
                new
                {
                    channel = Channel,
                    ts = "1.000000",
                    text = "x",
                }
            )
        );
        Assert.Equal(
            "user_not_in_channel",
            await slack.ErrorAsync(
                "chat.postEphemeral",
                new
                {
                    channel = Channel,
                    user = "U1",
                    text = "x",
                }
            )
        );
        Assert.Equal("invalid_arguments", await slack.ErrorAsync("chat.postMessage", new { channel = 7, text = "x" }));
    }

    [Theory]
    [InlineData(50, 3000, true)]
    [InlineData(51, 10, false)]
    [InlineData(1, 3001, false)]
    public async Task Blocks_beyond_Slacks_limits_are_refused(int blocks, int characters, bool taken)
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        var text = new string('x', blocks == 50 ? 100 : characters);
        var many = Enumerable
            .Range(0, blocks)
            .Select(_ => new { type = "section", text = new { type = "plain_text", text } });
        var answer = await slack.CallAsync(
            "chat.postMessage",
            new
            {
                channel = Channel,
                text = "x",
                blocks = many,
            }
        );
        Assert.Equal(taken, answer.GetProperty("ok").GetBoolean());
        Assert.Equal(
            taken ? null : "invalid_blocks",
            answer.TryGetProperty("error", out var error) ? error.GetString() : null
        );
    }

    [Fact]
    public async Task A_click_is_sent_to_the_app_signed_and_what_the_app_answers_is_shown()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        var message = await PostButtonAsync(slack);
        Assert.Null(await slack.People.ClickAsync(SlackWorkspace.Approver, message, "yes"));
        var (path, headers, body) = Assert.Single(slack.Received);
        var timestamp = headers["X-Slack-Request-Timestamp"];
        var mac = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(RunningSlack.Secret),
            Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")
        );
        Assert.Equal(
            ("/api/v1/slack/interactivity", RunningSlack.Now(slack.Clock), "v0=" + Convert.ToHexStringLower(mac)),
            (path, timestamp, headers["X-Slack-Signature"])
        );
        var payload = slack.LastPayload();
        Assert.Equal("block_actions", (string?)payload["type"]);
        Assert.Equal(SlackWorkspace.Approver, (string?)payload["user"]!["id"]);
        Assert.Equal(
            ("yes", "42"),
            ((string?)payload["actions"]![0]!["action_id"], (string?)payload["actions"]![0]!["value"])
        );

        slack.Answer = (500, "");
        Assert.Contains(
            "status 500",
            await slack.People.ClickAsync(SlackWorkspace.Approver, message, "yes"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "The message has changed meanwhile.",
            await slack.People.ClickAsync(SlackWorkspace.Approver, message, "no")
        );
    }

    [Fact]
    public async Task A_trigger_opens_one_form_within_three_seconds()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        var message = await PostButtonAsync(slack);
        await slack.People.ClickAsync(SlackWorkspace.Approver, message, "yes");
        var trigger = (string)slack.LastPayload()["trigger_id"]!;
        Assert.True((await slack.CallAsync("views.open", Form(trigger))).GetProperty("ok").GetBoolean());
        Assert.Equal("exchanged_trigger_id", await slack.ErrorAsync("views.open", Form(trigger)));
        Assert.Equal("invalid_trigger_id", await slack.ErrorAsync("views.open", Form(trigger + "0")));
        await slack.People.ClickAsync(SlackWorkspace.Approver, message, "yes");
        slack.Clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal(
            "expired_trigger_id",
            await slack.ErrorAsync("views.open", Form((string)slack.LastPayload()["trigger_id"]!))
        );

        slack.Answer = (200, """{"response_action":"errors","errors":{"why":"Say more."}}""");
        await slack.People.SubmitAsync(SlackWorkspace.Approver, "why", "No");
        Assert.Equal("No", (string?)slack.LastPayload()["view"]!["state"]!["values"]!["why"]!["why"]!["value"]);
        var open = await slack.People.FormAsync(SlackWorkspace.Approver);
        Assert.Equal("Say more.", open.GetProperty("errors").GetProperty("why").GetString());
        slack.Answer = (200, "");
        await slack.People.SubmitAsync(SlackWorkspace.Approver, "why", "Because");
        Assert.Null(await slack.People.FindFormAsync(SlackWorkspace.Approver));
    }

    [Fact]
    public async Task A_command_carries_an_address_that_takes_a_private_answer_for_half_an_hour()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        Assert.Null(await slack.People.SayAsync(SlackWorkspace.Trader, "/pending now"));
        var form = System.Web.HttpUtility.ParseQueryString(slack.Received.Last().Body);
        Assert.Equal(("/pending", "now", SlackWorkspace.Trader), (form["command"], form["text"], form["user_id"]));
        using var answered = await slack.Http.PostAsJsonAsync(
            form["response_url"],
            new { text = "Nothing waits." },
            Cancel
        );
        Assert.Equal(200, (int)answered.StatusCode);
        Assert.Equal(["Nothing waits."], Texts(await slack.People.MessagesAsync(SlackWorkspace.Trader)));
        Assert.Empty(await slack.People.MessagesAsync(SlackWorkspace.Approver));
        slack.Clock.Advance(TimeSpan.FromMinutes(31));
        using var late = await slack.Http.PostAsJsonAsync(form["response_url"], new { text = "Late." }, Cancel);
        Assert.Equal(404, (int)late.StatusCode);
        Assert.Contains(
            "is not a valid command",
            await slack.People.SayAsync(SlackWorkspace.Trader, "/fly"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Another_sites_page_can_do_nothing_here()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        foreach (
            var (origin, type) in ((string, string)[])[("https://evil.example", "application/json"), ("", "text/plain")]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "emulator/slack/say")
            {
                Content = new StringContent(
                    JsonSerializer.Serialize(
                        new
                        {
                            user = SlackWorkspace.Admin,
                            channel = Channel,
                            text = "/kill",
                        }
                    ),
                    Encoding.UTF8,
                    type
                ),
            };
            request.Headers.TryAddWithoutValidation("Origin", origin.Length > 0 ? origin : null);
            using var refused = await slack.Http.SendAsync(request, Cancel);
            Assert.Equal(403, (int)refused.StatusCode);
        }

        Assert.Empty(slack.Received);
    }

    [Fact]
    public async Task An_outage_is_what_the_switch_says()
    {
        await using var slack = await RunningSlack.StartAsync(azurite);
        await slack.People.OutageAsync("limited");
        Assert.Equal("ratelimited", await slack.ErrorAsync("auth.test", new { }));
        await slack.People.OutageAsync("down");
        using var down = await slack.Http.PostAsJsonAsync("emulator/slack/api/auth.test", new { }, Cancel);
        Assert.Equal(503, (int)down.StatusCode);
        await slack.People.OutageAsync("none");
        Assert.True((await slack.CallAsync("auth.test", new { })).GetProperty("ok").GetBoolean());
    }

    private static async Task<JsonElement> PostButtonAsync(RunningSlack slack)
    {
        await slack.CallAsync(
            "chat.postMessage",
            new
            {
                channel = Channel,
                text = "Well?",
                blocks = Button,
            }
        );
        return Assert.Single(await slack.People.MessagesAsync(SlackWorkspace.Approver));
    }

    private static object Form(string trigger) =>
        new
        {
            trigger_id = trigger,
            view = new
            {
                type = "modal",
                callback_id = "why",
                title = new { type = "plain_text", text = "Why?" },
                submit = new { type = "plain_text", text = "Say" },
                close = new { type = "plain_text", text = "Cancel" },
                blocks = new[]
                {
                    new
                    {
                        type = "input",
                        block_id = "why",
                        label = new { type = "plain_text", text = "Why?" },
                        element = new { type = "plain_text_input", action_id = "why" },
                    },
                },
            },
        };

    private static IEnumerable<string?> Texts(IEnumerable<JsonElement> messages) =>
        messages.Select(message => message.GetProperty("text").GetString());
}
