using System.Globalization;
using System.Text;
using AgentTrader.Services.Notifications.Slack;

namespace AgentTrader.Services.Tests.Notifications;

public sealed class SlackSignatureTests
{
    // The example that Slack publishes: https://docs.slack.dev/authentication/verifying-requests-from-slack.
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Timestamp = "1531420618";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
            + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
            + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    );
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    [Fact]
    public void The_example_that_Slack_publishes_is_signed_as_Slack_signs_it() =>
        Assert.Equal(Signature, SlackSignature.Of(Secret, Timestamp, Body));

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, "stale")]
    [InlineData(-301, "stale")]
    public void A_request_is_good_for_five_minutes_before_and_after_its_timestamp(int seconds, string? fault) =>
        Assert.Equal(
            fault,
            SlackSignature.Fault(Secret, Timestamp, Signature, Body, SentAt + TimeSpan.FromSeconds(seconds))
        );

    [Theory]
    [InlineData(null, Signature, "unsigned")]
    [InlineData(Timestamp, null, "unsigned")]
    [InlineData(Timestamp, "", "unsigned")]
    [InlineData("1531420619", Signature, "wrong signature")]
    [InlineData(Timestamp, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504", "wrong signature")]
    [InlineData(Timestamp, "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "wrong signature")]
    [InlineData(Timestamp, "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "wrong signature")]
    [InlineData(Timestamp, "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503", "wrong signature")]
    public void Anything_else_is_refused(string? timestamp, string? signature, string fault) =>
        Assert.Equal(fault, SlackSignature.Fault(Secret, timestamp, signature, Body, SentAt));

    [Fact]
    public void A_body_that_lost_or_changed_a_byte_is_refused()
    {
        var changed = Body.ToArray();
        changed[^1] ^= 1;
        Assert.Equal("wrong signature", SlackSignature.Fault(Secret, Timestamp, Signature, changed, SentAt));
        Assert.Equal(
            "wrong signature",
            SlackSignature.Fault(Secret, Timestamp, Signature, Body.AsSpan(0, 100), SentAt)
        );
        Assert.Equal("wrong signature", SlackSignature.Fault("another", Timestamp, Signature, Body, SentAt));
    }

    [Theory]
    [InlineData("1531420618.5")]
    [InlineData("-1531420618")]
    [InlineData("99999999999999999999999")]
    [InlineData("now")]
    public void A_timestamp_that_is_no_whole_number_of_seconds_is_stale_however_well_it_is_signed(string timestamp) =>
        Assert.Equal(
            "stale",
            SlackSignature.Fault(
                Secret,
                timestamp,
                SlackSignature.Of(Secret, timestamp, Body),
                Body,
                DateTimeOffset.Parse("2018-07-12T18:36:58Z", CultureInfo.InvariantCulture)
            )
        );
}
